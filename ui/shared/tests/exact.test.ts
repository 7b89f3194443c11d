import { parseReading, showReading } from '../src/reading';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, parseDate } from '../src/dates';
import { ERRORS, toCommandError } from '../src/errors';
import { add, minus, parseYuan, showYuan, toYuan, yuan } from '../src/money';
import { uuidV7 } from '../src/uuid';

describe('money', () => {
  it('reads what people type', () => {
    for (const [typed, fen] of [['100', 10000n], ['86.4', 8640n], ['86.40', 8640n], ['.5', 50n], ['1,043.28', 104328n], ['１００．５', 10050n], ['¥7', 700n]] as const)
      expect(parseYuan(typed)).toBe(fen);
  });

  it('refuses what is no amount', () => {
    for (const typed of ['', '.', 'abc', '1.234', '1e3', '--1', '12345678901234']) expect(parseYuan(typed)).toBeNull();
  });

  it('adds where floats would not', () => {
    expect(toYuan(add(yuan('0.10'), yuan('0.20')))).toBe('0.30');
    expect(toYuan(minus(yuan('90071992547.93'), yuan('0.01')))).toBe('90071992547.92');
    expect(toYuan(minus(yuan('1.00'), yuan('1.05')))).toBe('-0.05');
  });

  it('shows thousands', () => {
    expect(showYuan('9582.54')).toBe('9,582.54');
    expect(showYuan('-1043.20')).toBe('-1,043.20');
    expect(showYuan('0.05')).toBe('0.05');
  });
});

describe('a payment id', () => {
  it('is a version 7 UUID that carries its time', () => {
    const id = uuidV7(0x0197_0000_1234);
    expect(id).toMatch(/^01970000-1234-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sorts by birth and never repeats', () => {
    const ids = Array.from({ length: 500 }, (_, place) => uuidV7(1_790_000_000_000 + place));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(Array.from({ length: 500 }, () => uuidV7(1))).size).toBe(500);
  });
});

describe('dates', () => {
  it('reads the ways a date is written', () => {
    for (const typed of ['2026-11-23', '20261123', '2026/11/23', '11-23', '2026年11月23日'])
      expect(parseDate(typed, '2026-01-01')).toBe('2026-11-23');
    expect(parseDate('2026-02-30', '2026-01-01')).toBeNull();
  });

  it('counts days over the end of a month', () => {
    expect(addDays('2026-11-30', 1)).toBe('2026-12-01');
    expect(daysBetween('2026-10-25', '2026-11-23')).toBe(29);
  });
});

describe('errors', () => {
  it('take a known code as it is and everything else as internal', () => {
    expect(toCommandError({ code: 'link-down', params: {} })).toEqual({ code: 'link-down', params: {} });
    expect(toCommandError(new Error('odd')).code).toBe('internal');
    expect(toCommandError({ code: 'from-the-future' }).code).toBe('internal');
  });

  it('keep "not now" apart from "something broke"', () => {
    expect(ERRORS['link-down'].severity).toBe('notice');
    expect(ERRORS['disk-full'].severity).toBe('failure');
  });
});

describe('readings', () => {
  it('are read exactly, and nothing else is one', () => {
    expect(parseReading('012345.670')).toBe('12345.67');
    expect(parseReading('１２３．４')).toBe('123.4');
    expect(parseReading('12345678901234')).toBeNull();
    for (const wrong of ['', '-1', '1e5', '12.34567', '1,000']) expect(parseReading(wrong)).toBeNull();
  });

  it('show the decimals of their meter', () => {
    expect(showReading('12345.6', '6.2')).toBe('12345.60');
    expect(showReading('812', '5.0')).toBe('812');
  });
});
