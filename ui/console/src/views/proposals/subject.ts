/** What a proposal is about, in a few words. */
import type { ProposalView } from '../../api/decision-types';
import { t } from '../../i18n';
import { word } from '../../sentences';

export function subjectOf({ matter, preview }: ProposalView): string {
  const [first] = preview.cases;
  if (matter.matter === 'undo') return word('matter', 'undo');
  if (matter.matter === 'price') return `${word('matter', 'price')} ${matter.price.code}`;
  if (matter.matter === 'operator') return `${word('matter', 'operator')} ${matter.operator.name}`;
  if (matter.matter !== 'cases' || !first) return word('matter', matter.matter);
  const params = { way: word('resolution', first.resolution), kind: word('case-kind', first.kind) };
  return preview.cases.length > 1
    ? t('console.proposals.several', { ...params, cases: preview.cases.length })
    : t('console.proposals.single', { ...params, id: first.case });
}
