export type Filling = Record<string, string | number>

// `{name}` in a text marks a place; each that has a value is filled.
export function fill(text: string, filling: Filling = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(filling[name] ?? place))
}
