/** Meter readings as text: exact, at most ten digits before the point and four after it. They are compared, never rounded. */

/** Reads what people type; full-width digits and a Chinese full stop are all right. `null` for everything else. */
export function parseReading(text: string): string | null {
  const plain = text
    .replace(/[０-９．]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/。/g, '.')
    .replace(/\s/g, '');
  const match = /^(\d{1,10})(?:\.(\d{0,4}))?$/.exec(plain);
  if (!match) return null;
  const whole = match[1]!.replace(/^0+(?=\d)/, '');
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  return decimals ? `${whole}.${decimals}` : whole;
}

/** With the decimals that the meter shows: `12345.6` on a `6.2` meter is `12345.60`. */
export function showReading(text: string, digits: string): string {
  const decimals = Number(digits.split('.')[1] ?? '0');
  const [whole = '', fraction = ''] = text.split('.');
  if (decimals === 0 && fraction === '') return whole;
  return `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** The end of a meter number, which is what people read aloud. */
export const meterTail = (meterNo: string): string => meterNo.slice(-6);
