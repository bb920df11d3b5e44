#!/usr/bin/env node
// A small integrator: is the server well, which organisations does it know, file a report.
//
//   ZOUFANG_SERVER=host:port ZOUFANG_API_KEY=... [ZOUFANG_CA=ca.pem] integrator.js [QUERY]
//
// Exits 0 when every step went as it should, else 1 with a sentence.
'use strict';

const { randomUUID } = require('node:crypto');
const { callWith, credentials, health, zoufang, TypedError } = require('./client');

const SERVICES = [
  'zoufang.v1.OrganizationService',
  'zoufang.v1.ComplaintService',
  'zoufang.v1.VisitService',
  'zoufang.v1.AuthService',
];

// The server answered otherwise than its protos promise; the message says how.
class StepFailed extends Error {}

// Health: each service by its full name, as a load balancer would ask.
async function listServices(call, stub) {
  for (const service of SERVICES) {
    const { status } = await call(stub, 'Check', { service });
    console.log(`${service}: ${status}`);
    if (status !== 'SERVING') throw new StepFailed(`${service} does not serve: ${status}`);
  }
}

// Search: any part of a name, pinyin, initials or a credit code; the best match first.
async function search(call, organizations, query) {
  const { matches } = await call(organizations, 'SearchOrganizations', { query, page_size: 5 });
  for (const { organization, matched_by } of matches) {
    console.log(`${organization.credit_code}  ${organization.name}  (${matched_by})`);
  }
  if (matches.length === 0) throw new StepFailed(`no organisation matches ${query}`);
  return matches[0].organization;
}

function withWrongLastCharacter(code) {
  return code.slice(0, -1) + (code.endsWith('0') ? '1' : '0');
}

// BatchMatch: up to 500 names or codes, a verdict for each.
async function match(call, organizations, known) {
  const queries = [
    { name: known.name, credit_code: known.credit_code },
    { name: known.name.slice(0, -1) },
    { name: '齐鲁星际飞船驾驶员协会' },
    { credit_code: withWrongLastCharacter(known.credit_code) },
  ];
  const { results } = await call(organizations, 'BatchMatchOrganizations', { queries });
  results.forEach(({ verdict, explanation }, i) => {
    console.log(`${verdict}  ${Object.values(queries[i]).join(' ')}  ${explanation}`.trimEnd());
  });
  if (results.length !== queries.length) {
    throw new StepFailed(`${queries.length} queries got ${results.length} results`);
  }
}

// A request_id makes a create safe to repeat: the second call returns the first answer.
async function fileTwice(call, complaints, organization) {
  const request = {
    complaint: {
      kind: 'COMPLAINT_KIND_VIOLATION',
      organization_id: organization.id,
      category: 'fees',
      narrative: '收费未公示。',
      reporter_mode: 'REPORTER_MODE_ANONYMOUS',
    },
    request_id: randomUUID(),
  };
  const first = await call(complaints, 'FileComplaint', request);
  const second = await call(complaints, 'FileComplaint', request);
  if (first.number !== second.number || first.secret !== second.secret) {
    throw new StepFailed(`filed once, numbered twice: ${first.number} and ${second.number}`);
  }
  console.log(`filed ${first.number}, and again with the same request_id: ${second.number}`);
  // The secret is shown once and cannot be recovered: hand it to the citizen, keep it out of logs.
  const { number, secret } = first;
  const status = await call(complaints, 'GetComplaintStatus', { number, secret });
  console.log(`status: ${status.state_text}`);
}

// Errors: decide by the reason, show a person the message, mark the fields that are named.
async function showTypedError(call, organizations) {
  const request = { query: '', division_prefix: '37' };
  const error = await call(organizations, 'SearchOrganizations', request).catch((error) => error);
  if (!(error instanceof TypedError)) throw new StepFailed('an empty query was not refused');
  console.log(String(error));
  for (const { field, description } of error.violations) console.log(`  ${field}: ${description}`);
}

async function run(address, call, channel, query) {
  const organizations = new zoufang.OrganizationService(address, channel);
  await listServices(call, new health.Health(address, channel));
  const known = await search(call, organizations, query);
  await match(call, organizations, known);
  await fileTwice(call, new zoufang.ComplaintService(address, channel), known);
  await showTypedError(call, organizations);
}

async function main() {
  const { ZOUFANG_SERVER: address, ZOUFANG_API_KEY: apiKey, ZOUFANG_CA: caFile } = process.env;
  if (!address || !apiKey) {
    throw new StepFailed(
      'set ZOUFANG_SERVER (host:port) and ZOUFANG_API_KEY (from zoufang account create)',
    );
  }
  await run(address, callWith(apiKey), credentials(caFile), process.argv[2] ?? '商会');
}

function sentence(error) {
  if (error instanceof StepFailed) return error.message;
  return error instanceof TypedError ? String(error) : error;
}

main().catch((error) => {
  console.error(sentence(error));
  process.exitCode = 1;
});
