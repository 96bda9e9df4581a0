// The rules as a PlanDefinition, run by the FHIRPath engine of the U.S. National Library of Medicine: the same verdict as
// ours on every pattern of answers, also with what is missing, not sure, or at a threshold.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fhirpath from 'fhirpath';
import model from 'fhirpath/fhir-context/r4/index.js';
import { written } from './written.js';

const plan = written('plan');
const patterns = written('patterns');

/** The answers of a response by their question, each as text. */
function answersOf({ response }) {
  const items = response.item || [];
  return new Map(items.flatMap((group) => group.item.map((item) => [item.linkId, JSON.stringify(item.answer)])));
}

/** Conditions by their text. Half a second a pattern is too long, so what was found is kept by the answers it looks at. */
const known = new Map();

function condition({ language, expression }) {
  assert.equal(language, 'text/fhirpath');
  if (!known.has(expression)) {
    const links = [...new Set([...expression.matchAll(/linkId = '([^']*)'/g)].map(([, link]) => link))];
    known.set(expression, { run: fhirpath.compile(expression, model), links, found: new Map() });
  }
  const { run, links, found } = known.get(expression);
  return (response, answers) => {
    const seen = links.map((link) => answers.get(link)).join('|');
    if (!found.has(seen)) found.set(seen, run(response));
    return found.get(seen);
  };
}

/** The rules of a plan with their level, each condition compiled once. */
function compiled(definition) {
  return definition.action.flatMap((level) => (level.action || []).map((rule) => ({
    id: rule.id,
    level: level.id,
    applies: rule.condition.map(({ expression }) => condition(expression)),
  })));
}

/** The rules that apply to a response; anything but one true or false is a fault. */
function applicable(rules, pattern) {
  const answers = answersOf(pattern);
  return rules.filter((rule) => rule.applies.every((applies) => {
    const result = applies(pattern.response, answers);
    assert.ok(result.length === 1 && typeof result[0] === 'boolean', `${rule.id}: ${JSON.stringify(result)}`);
    return result[0];
  }));
}

/** The verdict: the first level with a rule that applies. */
function verdict(definition, rules) {
  const levels = definition.action.map((level) => level.id);
  const found = levels.find((level) => rules.some((rule) => rule.level === level));
  return found || 'self-care';
}

/** The patterns on which the plan says another verdict, or other rules, than we do. */
function differing(definition, among) {
  const rules = compiled(definition);
  return among.filter((pattern) => {
    const { urgency, fired } = pattern;
    const applies = applicable(rules, pattern);
    const ids = new Set(applies.map((rule) => rule.id));
    const certain = fired.filter((id) => !id.endsWith('.may'));
    const told = (id) => fired.includes(id)
      // Where the sign in company is told, the sign alone adds nothing.
      || (id.endsWith('.alone') && fired.some((other) => other.startsWith(id.replace('.alone', '.in-company'))));
    return verdict(definition, applies) !== urgency
      || !fired.every((id) => ids.has(id))
      || !certain.every((id) => ids.has(id))
      || ![...ids].filter((id) => !id.endsWith('.may')).every(told);
  });
}

test('the plan gives our verdict on every pattern', () => {
  assert.ok(patterns.length > 2500, `${patterns.length}`);
  const seen = new Set(patterns.map(({ urgency }) => urgency));
  assert.equal(seen.size, 4, 'every level is among the patterns');
  const others = differing(plan, patterns);
  assert.deepEqual(others.map(({ urgency, fired }) => ({ urgency, fired })), []);
});

test('a rule that is spoilt is noticed', () => {
  const some = patterns.filter((_, at) => at % 5 === 0).concat(patterns.slice(-200));
  const spoilt = (change) => {
    const copy = structuredClone(plan);
    change(copy);
    return differing(copy, some).length;
  };
  const rule = (of, id) => of.action.flatMap((level) => level.action || []).find((it) => it.id === id);
  assert.ok(spoilt((copy) => { copy.action[0].action.shift(); }) > 0, 'a rule that is missing');
  assert.ok(spoilt((copy) => {
    const { expression } = rule(copy, 'fever').condition[0];
    expression.expression = expression.expression.replace('>= 38', '> 38');
  }) > 0, 'a threshold that is passed, not reached');
  assert.ok(spoilt((copy) => {
    const { expression } = rule(copy, 'chest-pain').condition[0];
    expression.expression = expression.expression.replace(" or code = 'unsure'", '');
  }) > 0, 'a doubt that no longer counts as a yes');
});
