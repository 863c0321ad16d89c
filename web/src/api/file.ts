import { reach } from './line'

/**
 * Takes a file of the server. The browser fetches it by itself and knows of no login:
 * asked first, the session is waited for, and so is a server that is gone.
 */
export async function takeFile(href: string): Promise<void> {
  await reach(new Request(new URL('/api/v1/session', location.href)))
  const link = document.createElement('a')
  link.href = href
  link.download = ''
  link.click()
}

/** Takes what a link to a file of the server names; for clicks anywhere on a page. */
export function takeLinked(event: Pick<MouseEvent, 'target' | 'preventDefault'>): void {
  const link = (event.target as Partial<Element>).closest?.<HTMLAnchorElement>('a[download]')
  if (!link?.getAttribute('href')?.startsWith('/api/')) return
  event.preventDefault()
  void takeFile(link.href)
}
