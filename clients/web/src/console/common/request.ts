// The id of a request that may be repeated: kept while the content is the same, so that a second click or
// a resend after a lost answer does nothing twice; drawn anew when the content is another.
export class RequestId {
  private content = ''
  private id = ''

  for(content: unknown): string {
    const text = JSON.stringify(content)
    if (text !== this.content || !this.id) {
      this.content = text
      this.id = crypto.randomUUID()
    }
    return this.id
  }
}
