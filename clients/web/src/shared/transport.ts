import type { Interceptor, Transport } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'

// No answer within this is taken for a dead network.
const CALL_TIMEOUT_MS = 20_000

export interface TransportOptions {
  // The bearer token of the moment; undefined for citizens and before signing in.
  token?: () => string | undefined
  // Messages with pictures in them are a third smaller this way.
  binary?: boolean
}

// A transport to the server that served this page, by the Connect protocol.
export function createTransport({ token, binary = false }: TransportOptions = {}): Transport {
  return createConnectTransport({
    baseUrl: location.origin,
    useBinaryFormat: binary,
    useHttpGet: true,
    defaultTimeoutMs: CALL_TIMEOUT_MS,
    // Nothing of a session rides along by itself, so no other site can borrow it.
    fetch: (input, init) => fetch(input, { ...init, credentials: 'omit' }),
    interceptors: token ? [bearer(token)] : [],
  })
}

function bearer(token: () => string | undefined): Interceptor {
  return (next) => (request) => {
    const value = token()
    if (value) request.header.set('Authorization', `Bearer ${value}`)
    return next(request)
  }
}
