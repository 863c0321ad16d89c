/** Gives a file to whatever program can carry it on; where there is none, it is saved. */
export async function give(file: File): Promise<void> {
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] })
      return
    } catch {} // nobody to share with, or thought better of it: it is saved instead
  }
  keep(file)
}

/** Saves a file where the phone keeps what was downloaded. */
export function keep(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
