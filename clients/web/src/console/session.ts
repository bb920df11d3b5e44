import { createClient } from '@connectrpc/connect'
import { timestampMs } from '@bufbuild/protobuf/wkt'
import { computed, ref } from 'vue'
import { AuthService, Role } from '@/gen/zoufang/v1/auth_service_pb'
import { createTransport } from '@/shared/transport'
import { forgetDrafts } from './common/draft'

// Who is signed in. The token lives in memory and in this tab's sessionStorage, so that a refresh keeps
// it and a closed tab ends it; it is never part of an address.
export interface Session {
  token: string
  userName: string
  displayName: string
  role: Role
  department: string
  areas: string[]
  expiresAt: number
}

const STORED = 'zoufang.console.session'

function stored(): Session | undefined {
  try {
    const session = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as Session | null
    return session && session.expiresAt > Date.now() ? session : undefined
  } catch {
    return undefined
  }
}

const current = ref<Session | undefined>(stored())
// The server no longer takes the token: the page stays as it is behind the sign-in dialog.
const lapsed = ref(false)

export const session = computed(() => current.value)
export const expired = computed(() => lapsed.value)
export const isStaff = computed(() => current.value?.role === Role.STAFF)
export const isAdministrator = computed(() => current.value?.role === Role.ADMINISTRATOR)

export const token = () => current.value?.token

// `used` is the token that was refused: an answer to an earlier one says nothing of the present session.
export function noteExpired(used: string | undefined): void {
  if (current.value && used === current.value.token) lapsed.value = true
}

const auth = createClient(AuthService, createTransport({ token }))
// Signing in shows no token: one that has lapsed would be refused before the password is looked at.
const door = createClient(AuthService, createTransport())

export async function signIn(userName: string, password: string): Promise<void> {
  const answer = await door.signIn({ userName, password })
  if (current.value && current.value.userName !== userName) forgetDrafts()
  current.value = {
    token: answer.token,
    userName,
    displayName: answer.displayName || userName,
    role: answer.role,
    department: answer.department,
    areas: answer.areaPrefixes,
    expiresAt: answer.expiresAt ? timestampMs(answer.expiresAt) : Date.now(),
  }
  sessionStorage.setItem(STORED, JSON.stringify(current.value))
  lapsed.value = false
}

// Withdraws the token; the page forgets it even when the server does not answer.
export async function signOut(): Promise<void> {
  try {
    await auth.signOut({})
  } catch {
    // The server did not answer, or had ended the session itself.
  } finally {
    current.value = undefined
    lapsed.value = false
    sessionStorage.removeItem(STORED)
    forgetDrafts()
  }
}
