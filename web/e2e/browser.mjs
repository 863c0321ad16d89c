// The Chromium of the walks, drawing maps in software.
import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

function browserPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  for (const name of names) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    } catch {}
  }
  throw new Error('no Chromium: set CHROMIUM to its path, or on Debian: apt-get install chromium')
}

const how = () => ({
  executablePath: browserPath(),
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
})

export const launch = () => chromium.launch(how())

/** A browser that keeps what it stores in a folder, as a phone does from one start to the next. */
export const launchKept = (folder, options) =>
  chromium.launchPersistentContext(folder, { ...how(), ...options })
