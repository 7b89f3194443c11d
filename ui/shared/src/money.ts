/**
 * Exact money for the screen: a string of yuan such as "86.40" outside, a BigInt of fen inside, never a float.
 *
 * The rules of the counter live in the rule crate; this file only reads, adds up, compares and shows.
 */

declare const fen: unique symbol;

/** A whole number of fen. */
export type Fen = bigint & { readonly [fen]: true };

const asFen = (value: bigint): Fen => value as Fen;

export const ZERO: Fen = asFen(0n);

/** What people type: full-width digits, thousands separators and a ¥ sign are all right. */
const normalised = (text: string): string =>
  text
    .replace(/[０-９．－]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/。/g, '.')
    .replace(/[\s,，¥￥]/g, '');

/** Reads yuan with at most two decimals; `null` for everything else. */
export function parseYuan(text: string): Fen | null {
  const match = /^(-?)(\d{1,12})?(?:\.(\d{0,2}))?$/.exec(normalised(text));
  if (!match || (match[2] === undefined && !match[3])) return null;
  const value = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0') || '0');
  return asFen(match[1] ? -value : value);
}

/** Money that came from the desk: always well-formed, so anything else is a fault of the program. */
export function yuan(text: string): Fen {
  const value = parseYuan(text);
  if (value === null) throw new Error(`not an amount of yuan: ${text}`);
  return value;
}

/** The form that crosses to the desk: "86.40". */
export function toYuan(value: Fen): string {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The form that people read: "9,582.54". */
export function showYuan(money: string | Fen): string {
  const [whole, cents] = (typeof money === 'string' ? toYuan(yuan(money)) : toYuan(money)).split('.');
  return `${(whole ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${cents}`;
}

export const add = (...values: Fen[]): Fen => asFen(values.reduce<bigint>((sum, value) => sum + value, 0n));
export const minus = (a: Fen, b: Fen): Fen => asFen(a - b);
export const isZero = (money: string): boolean => yuan(money) === 0n;
export const isPositive = (money: string): boolean => yuan(money) > 0n;
