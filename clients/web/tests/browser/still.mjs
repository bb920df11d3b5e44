// Until nothing of the page moves or fades any more: a colour is only itself after its fade.
export function untilStill(page) {
  return page.waitForFunction(() => document.getAnimations().every((one) =>
    one.playState === 'finished' || one.effect?.getComputedTiming().endTime === Infinity))
}
