import { create } from '@bufbuild/protobuf'
import { timestampNow } from '@bufbuild/protobuf/wkt'
import { beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { useReadMark } from '@/console/cases/read_mark'
import { ComplaintDetailsSchema, type ComplaintDetails } from '@/gen/zoufang/v1/complaint_service_pb'

// Each message by its id: 'c' is the citizen's, 'b' the bureau's; '+' behind it, that it is read.
const caseWith = (...ids: string[]) =>
  create(ComplaintDetailsSchema, {
    messages: ids.map((id) => ({ id, fromReporter: id.startsWith('c'), readAt: id.endsWith('+') ? timestampNow() : undefined })),
  })

let tab: EventTarget & { visibilityState: string }
const mark = vi.fn()
beforeEach(() => {
  tab = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('document', tab)
  mark.mockReset().mockResolvedValue(undefined)
})

function open() {
  const details = shallowRef<ComplaintDetails>()
  const scope = effectScope()
  scope.run(() => useReadMark(details, mark))
  const show = async (...ids: string[]) => {
    details.value = caseWith(...ids)
    await nextTick()
  }
  return { show, leave: () => scope.stop() }
}

test('what the citizen wrote is told of once, however often the case is looked at', async () => {
  const { show } = open()
  await show('c1+', 'b1')
  expect(mark).toHaveBeenCalledTimes(0)
  await show('c1+', 'b1', 'c2', 'c3')
  await show('c1+', 'b1', 'c2', 'c3')
  expect(mark).toHaveBeenCalledTimes(1)
  await show('c1+', 'b1', 'c2', 'c3', 'c4')
  expect(mark).toHaveBeenCalledTimes(2)
})

test('what could not be told is told when the case is opened again', async () => {
  mark.mockRejectedValueOnce(new Error('no network'))
  const first = open()
  await first.show('c1')
  await first.show('c1')
  expect(mark).toHaveBeenCalledTimes(1)
  first.leave()
  await open().show('c1')
  expect(mark).toHaveBeenCalledTimes(2)
})

test('nothing is read in a window that nobody looks at', async () => {
  tab.visibilityState = 'hidden'
  const { show } = open()
  await show('c1')
  expect(mark).toHaveBeenCalledTimes(0)
  tab.visibilityState = 'visible'
  tab.dispatchEvent(new Event('visibilitychange'))
  await nextTick()
  expect(mark).toHaveBeenCalledTimes(1)
})
