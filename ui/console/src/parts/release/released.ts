/** A release as lines: what it says, and what holds now. */
import type { OperatorLine, Tariffs } from '../../api/console';
import type { Matter } from '../../api/decision-types';
import { t } from '../../i18n';
import { word } from '../../sentences';
import { billingFields, penaltyFields, priceFields, valueAt, type Field } from './tariff-fields';

export interface ReleasedLine {
  name: string;
  now: string;
  proposed: string;
}

type Dated = { effective_from: string };
const before = <T extends Dated>(all: readonly T[], from: string): T | undefined =>
  all.filter(({ effective_from }) => effective_from < from).sort((a, b) => a.effective_from.localeCompare(b.effective_from)).at(-1);

const numbers = (fields: readonly Field[], proposed: object, now: object | undefined): ReleasedLine[] =>
  fields.map(({ path, label }) => ({ name: label, now: now ? valueAt(now, path) : '', proposed: valueAt(proposed, path) }));

const starts = (proposed: string, now: string | undefined): ReleasedLine => ({ name: t('console.tariffs.columns.from'), now: now ?? '', proposed });

function priceLines({ price }: Extract<Matter, { matter: 'price' }>, known: Tariffs | undefined): ReleasedLine[] {
  const now = before((known?.prices ?? []).filter(({ code }) => code === price.code), price.effective_from);
  return [
    { name: t('console.tariffs.columns.class'), now: now?.class ?? '', proposed: price.class },
    starts(price.effective_from, now?.effective_from),
    { name: t('console.tariffs.columns.document'), now: now?.document ?? '', proposed: price.document },
    ...numbers(priceFields(price), price, now),
  ];
}

function billingLines({ rules }: Extract<Matter, { matter: 'billing' }>, known: Tariffs | undefined): ReleasedLine[] {
  const now = before((known?.billing ?? []).map((each) => ({ effective_from: each.effectiveFrom, each })), rules.effectiveFrom)?.each;
  return [starts(rules.effectiveFrom, now?.effectiveFrom), ...numbers(billingFields(rules), rules, now)];
}

/** Of the penalty rules only those that are new or other than before. */
function collectionLines({ rules }: Extract<Matter, { matter: 'collection' }>, known: Tariffs | undefined): ReleasedLine[] {
  const held = new Set((known?.collection.penalty ?? []).map((rule) => JSON.stringify(rule)));
  const fresh = rules.penalty.filter((rule) => !held.has(JSON.stringify(rule)));
  return (fresh.length > 0 ? fresh : rules.penalty.slice(-1)).flatMap((rule) => {
    const now = before(rules.penalty, rule.effective_from);
    return [starts(rule.effective_from, now?.effective_from), ...numbers(penaltyFields(rule), rule, now)];
  });
}

type Person = Pick<OperatorLine, 'login' | 'name' | 'unit' | 'roles' | 'suspended'>;

function operatorLines(matter: Extract<Matter, { matter: 'operator' }>, nameOf: (unit: string) => string, known: readonly OperatorLine[]): ReleasedLine[] {
  const { operator } = matter;
  const now = known.find(({ id }) => id === operator.id);
  const says: [string, (person: Person) => string][] = [
    [t('console.operators.columns.login'), ({ login }) => login],
    [t('console.operators.columns.name'), ({ name }) => name],
    [t('console.operators.columns.unit'), ({ unit }) => `${nameOf(unit)} ${unit}`],
    [t('console.operators.columns.roles'), ({ roles }) => roles.map((role) => word('role', role)).join(t('console.table.comma'))],
    [t('console.operators.columns.state'), ({ suspended }) => t(`console.operators.states.${suspended ? 'suspended' : 'active'}`)],
  ];
  return says.map(([name, of]) => ({ name, now: now ? of(now) : '', proposed: of(operator) }));
}

export function releasedLines(
  matter: Matter, nameOf: (unit: string) => string, known: Tariffs | undefined, people: readonly OperatorLine[],
): ReleasedLine[] {
  switch (matter.matter) {
    case 'price':
      return priceLines(matter, known);
    case 'billing':
      return billingLines(matter, known);
    case 'collection':
      return collectionLines(matter, known);
    case 'operator':
      return operatorLines(matter, nameOf, people);
    case 'cases':
    case 'undo':
      return [];
  }
}
