/** The code behind # of an address that the office shows as a square to scan. */
export const scannedCode = (hash: string): string => /^#([A-Za-z0-9]{8,12})$/.exec(hash)?.[1] ?? ''
