import { createClient } from '@connectrpc/connect'
import { computed, ref } from 'vue'
import { AuthService, type SignInResponse } from '@/gen/zoufang/v1/auth_service_pb'
import { createTransport } from '@/shared/transport'

// Who is signed in. Held in memory only: closing or reloading the page signs out of it.
const signedIn = ref<{ userName: string; answer: SignInResponse }>()

export const session = computed(() => signedIn.value)

export const transport = createTransport({ token: () => signedIn.value?.answer.token })

const auth = createClient(AuthService, transport)

export async function signIn(userName: string, password: string): Promise<void> {
  const answer = await auth.signIn({ userName, password })
  signedIn.value = { userName, answer }
}

// Withdraws the token; the page forgets it even when the server does not answer.
export async function signOut(): Promise<void> {
  try {
    await auth.signOut({})
  } finally {
    signedIn.value = undefined
  }
}
