/** What is unusual about a reading, in words. */
import type { FindingView } from '@qingjiang/shared/generated/FindingView';
import { has, t } from './i18n';

/** A share of one as percent, rounded half up to one decimal, without a float: "0.5234" is "52.3". */
export function percent(share: string): string {
  const negative = share.startsWith('-');
  const [whole = '0', fraction = ''] = share.replace('-', '').split('.');
  const tenThousandths = BigInt(`${whole}${fraction.padEnd(4, '0').slice(0, 4)}`);
  const tenths = ((tenThousandths + 5n) / 10n).toString().padStart(2, '0');
  const text = `${tenths.slice(0, -1)}.${tenths.slice(-1)}`.replace(/\.0$/, '');
  return `${negative ? '−' : ''}${text}`;
}

export function sayFinding(finding: FindingView): string {
  const params: Record<string, string> = { ...finding.params };
  if (params['share'] !== undefined) {
    params['direction'] = t(params['share'].startsWith('-') ? 'findings.less' : 'findings.more');
    params['share'] = percent(params['share']).replace('−', '');
  }
  const key = `findings.${finding.kind}`;
  return has(key) ? t(key, params) : finding.kind;
}
