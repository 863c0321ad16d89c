import { type ComponentType, type LazyExoticComponent, lazy, useState } from 'react'

/** A component whose file comes by itself. */
export class Later<P extends object> {
  private come: ComponentType<P> | null = null
  private readonly waited: LazyExoticComponent<ComponentType<P>> = lazy(() => this.fetch())

  constructor(private readonly load: () => Promise<{ default: ComponentType<P> }>) {}

  /** Brings the file, best before the component is wanted. */
  async fetch(): Promise<{ default: ComponentType<P> }> {
    const file = await this.load()
    this.come = file.default
    return file
  }

  /** The component where it has come, else one that waits for it. */
  now(): ComponentType<P> | LazyExoticComponent<ComponentType<P>> {
    return this.come ?? this.waited
  }
}

/**
 * Draws a component at once where it has come: React's lazy alone shows first what stands in
 * for it all the same, and for 300 ms.
 */
export function Drawn<P extends object>({ what, with: props }: { what: Later<P>; with: P }) {
  const [Here] = useState(() => what.now()) // once: it keeps its state when the file has come
  return <Here {...props} />
}
