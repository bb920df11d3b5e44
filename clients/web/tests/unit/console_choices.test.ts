import { describe, expect, test } from 'vitest'
import { type Found, useChoices } from '@/console/common/choices'

interface Person {
  key: string
}
const people = (...keys: string[]): Person[] => keys.map((key) => ({ key }))

// A select whose searches are answered when the test says so, in any order.
function select(chosen: string[], known?: Person[]) {
  const asked: { query: string; answer: (found: Found<Person>) => void; fail: (why: unknown) => void }[] = []
  const problems: string[] = []
  const choices = useChoices<Person>({
    keyOf: (one) => one.key,
    chosen: () => chosen,
    ask: (query) => new Promise((answer, fail) => asked.push({ query, answer, fail })),
    failed: (problem) => problems.push(problem.text),
    known,
  })
  const offered = () => choices.found.value.map((one) => one.key)
  return { choices, asked, problems, offered }
}
const settled = () => new Promise((done) => setTimeout(done))

describe('what a select offers', () => {
  test('is what was found, after what is chosen', async () => {
    const { choices, asked, offered } = select(['wang'], people('wang', 'gone'))
    expect(offered()).toEqual(['wang', 'gone'])
    void choices.search('  li ')
    expect(asked[0].query).toBe('li')
    expect(choices.loading.value).toBe(true)
    asked[0].answer({ items: people('lina', 'wang', 'lili'), more: true })
    await settled()
    expect(offered()).toEqual(['wang', 'lina', 'lili'])
    expect(choices.more.value).toBe(true)
    expect(choices.loading.value).toBe(false)
  })

  test('is the answer to what was typed last, whichever comes last', async () => {
    const { choices, asked, problems, offered } = select([])
    for (const query of ['l', 'li', 'lin']) void choices.search(query)
    asked[2].answer({ items: people('lina'), more: false })
    await settled()
    asked[0].answer({ items: people('lu', 'lina'), more: true })
    asked[1].fail(new Error('no answer'))
    await settled()
    expect(offered()).toEqual(['lina'])
    expect(choices.more.value).toBe(false)
    expect(problems).toEqual([])
  })

  test('is nothing but what is chosen when it no longer fits, nor what was still asked for', async () => {
    const { choices, asked, offered } = select(['wang'], people('wang'))
    void choices.search('')
    asked[0].answer({ items: people('lina'), more: true })
    await settled()
    void choices.search('li')
    choices.forget()
    expect(offered()).toEqual(['wang'])
    expect(choices.more.value).toBe(false)
    expect(choices.loading.value).toBe(false)
    asked[1].answer({ items: people('lili'), more: false })
    await settled()
    expect(offered()).toEqual(['wang'])
  })

  test('stays when a search fails, which is told', async () => {
    const { choices, asked, problems, offered } = select([], people('lina'))
    void choices.search('x')
    asked[0].fail(new Error('down'))
    await settled()
    expect(problems).toHaveLength(1)
    expect(offered()).toEqual(['lina'])
    expect(choices.loading.value).toBe(false)
  })
})
