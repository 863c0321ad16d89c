// The bench of the workbench as an officer reads it, and what the server holds of the same:
// every figure on the page has to be the server's.

const own = (hand) => hand > 0
const thousands = (n) => n.toLocaleString('id-ID')
const rupiah = (n) => {
  const one = (v) => v.toLocaleString('id-ID', { maximumFractionDigits: 1 })
  if (n >= 1e9) return `Rp${one(n / 1e9)} miliar`
  return n >= 1e6 ? `Rp${one(n / 1e6)} juta` : `Rp${thousands(n)}`
}
const metres = (n) =>
  n < 1000
    ? `${Math.round(n / 10) * 10} m`
    : `${(n / 1000).toLocaleString('id-ID', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} km`
const brings = ({ expected, later }) => rupiah(expected) + (later > 0 ? ` + ${rupiah(later)} kemudian` : '')

/** Stops a walk that stands by itself where something does not hold. */
export const must = (condition, what) => {
  if (!condition) throw new Error(what)
}

/** Asks the server about the branch, as who is logged in on a page. */
export const ask = (page, path) =>
  page.evaluate(async (url) => {
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }, `/api/v1/branches/9901/${path}`)

/** Reads the page and asks the server about the plan that is open. */
export function benchOf(page, hands, { ask, must }) {
  const said = page.locator('.said')
  const proposed = page.locator('.proposed')
  const panel = page.getByRole('tabpanel')
  const plan = async () => (await ask(page, 'territory-plans')).plans[0].id
  const about = async (what = '') => ask(page, `territory-plans/${await plan()}${what}`)
  const drawing = () => about('/drawing')
  const detail = () => about()
  const ready = () => page.locator('.canvas[data-drawn="true"]').waitFor({ timeout: 60_000 })
  const saved = () =>
    page.waitForFunction(() => document.querySelector('.figures')?.textContent?.includes('tersimpan'))
  const figure = async (name) =>
    (await page.locator('.figures > div', { hasText: name }).first().locator('dd').textContent()).trim()

  /** Eligible KK by hand; 0 is what nobody has. */
  const held = async () => {
    const sums = new Map()
    for (const { hand, eligible } of (await drawing()).atoms) sums.set(hand, (sums.get(hand) ?? 0) + eligible)
    return sums
  }
  const holders = async () => [...(await held()).keys()].filter(own)
  /** Kader by the number that chooses them. */
  const crew = async () => {
    const { kader } = await ask(page, 'kader')
    return kader
      .filter((one) => one.status === 'aktif')
      .sort((a, b) => a.kecamatan.localeCompare(b.kecamatan) || a.code.localeCompare(b.code))
  }
  const desaOf = async () => {
    const { desa, atoms, rule } = await drawing()
    const all = new Map(desa.map((one) => [one.code, { ...one, eligible: 0, hands: new Set() }]))
    for (const { desa: code, eligible, hand } of atoms) {
      const one = all.get(code)
      one.eligible += eligible
      one.hands.add(hand)
    }
    return { all, rule }
  }

  /** The numbers of three kader with fewest beside them, so that neighbours stay for whoever leaves. */
  const three = async () => {
    const all = await crew()
    const beside = (one) => all.filter((other) => other.kecamatan === one.kecamatan).length
    const order = all.map((one, i) => ({ n: i + 1, beside: beside(one) }))
    return order
      .sort((a, b) => a.beside - b.beside || a.n - b.n)
      .slice(0, 3)
      .map((one) => one.n)
  }

  /** Desa for the n-th kader that hang together, are nobody's, and fill the band if some do. */
  const wish = async (n) => {
    const kader = (await crew())[n - 1]
    const { all, rule } = await desaOf()
    const free = [...all.values()].filter(
      (one) => one.code.startsWith(kader.kecamatan) && one.eligible > 0 && one.hands.has(0),
    )
    let best = []
    const sum = (some) => some.reduce((kk, one) => kk + one.eligible, 0)
    for (const first of free) {
      const some = first.eligible <= rule.upper ? [first] : []
      for (let i = 0; i < some.length && sum(some) < rule.lower; i++)
        for (const code of some[i].near ?? []) {
          const next = free.find((one) => one.code === code)
          if (
            next &&
            !some.includes(next) &&
            sum(some) < rule.lower &&
            sum(some) + next.eligible <= rule.upper
          )
            some.push(next)
        }
      if (sum(some) > sum(best)) best = some
      if (sum(best) >= rule.lower) break
    }
    must(best.length > 0, `no desa for kader ${n}`)
    return { hand: kader.id, desa: best }
  }

  /** Whether some desa hang together. */
  const whole = (some) => {
    const seen = new Set(some.slice(0, 1).map((one) => one.code))
    for (const code of seen)
      for (const one of some) if (one.code !== code && one.near?.includes(code)) seen.add(one.code)
    return seen.size === some.length
  }

  /** A desa that does not touch who is to have it, and that whoever has it can spare. */
  const farAway = async () => {
    const all = [...(await desaOf()).all.values()]
    const free = (await detail()).territories.filter((one) => !one.locked && one.kader > 0)
    const of = (kader) => all.filter((one) => one.hands.has(kader))
    for (const to of free) {
      const near = new Set(of(to.kader).flatMap((one) => [one.code, ...(one.near ?? [])]))
      for (const from of [...free.map((one) => one.kader), 0])
        for (const desa of of(from)) {
          if (!desa.code.startsWith(to.kecamatan) || desa.eligible === 0) continue
          if (near.has(desa.code) || desa.hands.size > 1) continue
          const rest = of(from).filter((one) => one !== desa)
          if (from === 0 || (rest.length > 0 && whole(rest))) return { hand: to.kader, from, desa }
        }
    }
    throw new Error('every desa touches every territory of its kecamatan')
  }

  /** Who can leave: unlocked, with neighbours in the kecamatan to take over. */
  const leaver = async () => {
    const { territories } = await detail()
    const free = territories.filter((one) => !one.locked && one.kader > 0 && !one.merangkap)
    const one = free.find((some) =>
      free.some((other) => other !== some && other.kecamatan === some.kecamatan),
    )
    must(one, `nobody could leave of ${free.map((some) => `${some.kaderName} ${some.kecamatan}`)}`)
    return one.kader
  }

  /** Leaves a field that is typed into, so that letters and digits are the drawing's. */
  const leaveField = async () => {
    if (
      hands.go &&
      (await page.evaluate(() =>
        document.activeElement?.matches('input:not([type="checkbox"]), select, textarea'),
      ))
    )
      await hands.go(page.locator('[role="tab"][aria-selected="true"]'))
  }

  /** Chooses a kader: by digits, or in the list. */
  const choose = async (kader) => {
    const all = await crew()
    const n = all.findIndex((one) => one.id === kader) + 1
    if (hands.go) {
      await leaveField()
      await page.keyboard.type(String(n))
      if (10 * n <= all.length) await page.keyboard.press('Enter') // a longer number could come
    } else {
      await hands.open('Wilayah')
      await hands.press(page.locator('.hand').nth(n))
    }
    await said
      .getByText(all[n - 1].name)
      .first()
      .waitFor()
  }

  /** Gives or takes back a desa in the list: found by its name, by arrows where there is no pointer. */
  const tickDesa = async (desa) => {
    const list = page.locator('.desa-panel tbody')
    const row = list.locator('tr', { hasText: desa.name }).first()
    if (!hands.go) {
      await hands.write(page.locator('.desa-panel').getByLabel('Cari desa atau kecamatan'), desa.name)
      return hands.tick(row.locator('input'))
    }
    await hands.go(list.locator('input[tabindex="0"]'))
    const place = (one) => one.evaluate((tr) => [...tr.parentElement.children].indexOf(tr))
    const [to, from] = [await place(row), await place(list.locator('tr:focus-within'))]
    for (let i = 0; i < Math.abs(to - from); i++)
      await page.keyboard.press(to > from ? 'ArrowDown' : 'ArrowUp')
    await page.keyboard.press('Space')
  }

  /** Lets a stroke cut something apart, where that is asked. */
  const allow = async () => {
    const doubt = page.locator('.ask')
    if (!(await doubt.isVisible())) return false
    await hands.write(doubt.getByLabel('Alasan membolehkannya'), 'belum selesai digambar')
    await hands.press(doubt.getByRole('button', { name: 'Tetap gambar' }))
    await doubt.waitFor({ state: 'detached' })
    return true
  }

  /** What the page shows: the bar, and everybody's line. */
  const shown = async () => {
    await hands.open('Wilayah')
    const text = (all) => all.map((one) => one.textContent.replace(/\s+/g, ' ').trim())
    return {
      bar: (await page.locator('.figures > div').evaluateAll(text)).filter(
        (one) => !/^(Terhadap|Simpan)/.test(one),
      ),
      hands: await page.locator('.hand').evaluateAll(text),
    }
  }

  /** Holds every figure on the page against the server's. */
  const same = async () => {
    const { territories, unserved } = await detail()
    const { rule, visits } = await drawing()
    const lines = (await shown()).hands
    const all = await crew()
    const sum = (of) => territories.reduce((all, one) => all + of(one), 0)
    const inBand = sum((one) => (rule.lower <= one.eligible && one.eligible <= rule.upper ? 1 : 0))
    const month = ({ eligible }) => Math.floor((2 * eligible * visits + rule.target) / (2 * rule.target))
    for (const [name, value] of [
      ['Wilayah', thousands(territories.length)],
      ['Rentang KK', `${inBand}/${territories.length}`],
      ['Harapan sebulan', brings({ expected: sum((one) => one.expected), later: sum((one) => one.later) })],
      ['Kunjungan', thousands(sum(month))],
      ['Terjauh', metres(Math.max(...territories.map((one) => one.ride)))],
      ['Belum terbagi', `${thousands(unserved.eligible)} KK`],
    ])
      must(
        (await figure(name)) === value,
        `${name}: the page says ${await figure(name)}, the server ${value}`,
      )
    for (const one of territories) {
      const n = all.findIndex((kader) => kader.id === one.kader) + 1
      const line = lines.find((text) => text.startsWith(`${n}. `))
      for (const value of [thousands(one.eligible), brings(one)])
        must(line?.includes(value), `the page says ${line}, the server ${value} of ${one.kaderName}`)
      must(line.includes('terkunci') === one.locked, `${line}: locked is ${one.locked}`)
    }
    const idle = lines.filter((text) => text.includes('belum punya wilayah')).length
    must(lines.length - 1 - idle === territories.length, `${lines.length} lines, ${idle} of them idle`)
    return territories.length
  }

  return {
    said,
    proposed,
    panel,
    plan,
    about,
    detail,
    ready,
    saved,
    figure,
    held,
    holders,
    three,
    wish,
    farAway,
    leaver,
    leaveField,
    choose,
    tickDesa,
    allow,
    shown,
    same,
  }
}
