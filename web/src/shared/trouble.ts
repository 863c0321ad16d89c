/** A refusal by the server, in its own words if it had any: worded in the reader's language. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly words: string | undefined,
    /** What would mend it, where the server says. */
    readonly kind?: string,
  ) {
    super(words ?? `status ${status}`)
    this.name = 'Refusal'
  }
}

/** The server did not answer, and what was to be changed is not changed as far as we know. */
export class Unreachable extends Error {
  constructor() {
    super('the server does not answer')
    this.name = 'Unreachable'
  }
}
