// What a Node integrator needs to call Zoufang: stubs from the protos, a channel, typed errors.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');

const EXAMPLES = path.join(__dirname, '..');
const PROTO_FOLDERS = [path.join(EXAMPLES, '..', '..', 'protos'), path.join(EXAMPLES, 'protos')];
const DETAILS = 'grpc-status-details-bin';
const DEADLINE_MS = 10_000;

// Stubs are made when the program starts; the field names stay those of the protos.
const definition = protoLoader.loadSync(
  [
    'health.proto',
    'zoufang/v1/organization_service.proto',
    'zoufang/v1/complaint_service.proto',
  ],
  { includeDirs: PROTO_FOLDERS, keepCase: true, longs: String, enums: String, defaults: true },
);
const { grpc: standard, zoufang } = grpc.loadPackageDefinition(definition);

const details = new protobuf.Root();
details.resolvePath = (origin, target) =>
  PROTO_FOLDERS.map((folder) => path.join(folder, target)).find(fs.existsSync) ?? target;
details.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto']);

// TLS when `caFile` names the authority, else plaintext, which servers offer on loopback only.
function credentials(caFile) {
  return caFile
    ? grpc.credentials.createSsl(fs.readFileSync(caFile))
    : grpc.credentials.createInsecure();
}

// Calls `method` of `stub` with the API key and a deadline; resolves to the answer.
function callWith(apiKey) {
  return (stub, method, request) =>
    new Promise((resolve, reject) => {
      const metadata = new grpc.Metadata();
      metadata.set('authorization', `Bearer ${apiKey}`);
      const options = { deadline: Date.now() + DEADLINE_MS };
      stub[method](request, metadata, options, (error, answer) =>
        error ? reject(new TypedError(error)) : resolve(answer),
      );
    });
}

// A refused call: its code, the reason that never changes, what a person may read.
class TypedError extends Error {
  constructor(error) {
    super(error.details);
    this.code = grpc.status[error.code];
    this.reason = '';
    this.domain = '';
    this.violations = [];
    const [bytes] = error.metadata?.get(DETAILS) ?? [];
    if (bytes) details.lookupType('google.rpc.Status').decode(bytes).details.forEach(this.take, this);
  }

  take(any) {
    const type = any.type_url.split('/').pop();
    const detail = () => details.lookupType(type).decode(any.value);
    if (type === 'google.rpc.ErrorInfo') ({ reason: this.reason, domain: this.domain } = detail());
    if (type === 'google.rpc.BadRequest') this.violations = detail().fieldViolations;
    if (type === 'google.rpc.LocalizedMessage') this.message = detail().message;
  }

  toString() {
    const reason = this.reason ? `${this.code} ${this.reason} (${this.domain})` : this.code;
    return `${reason}: ${this.message}`;
  }
}

module.exports = { callWith, credentials, health: standard.health.v1, zoufang: zoufang.v1, TypedError };
