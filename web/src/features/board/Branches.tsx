import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'
import { number, shortDay } from '../../shared/format'
import { type Say, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { type Go, useAddress } from './address'
import { type BranchSum, type Counted, type Numbers, type Region, regionsOf, sumOf, told } from './branchSum'
import { csv, type Column as FileColumn, save } from './csv'
import { sayRupiah } from './model'
import { type Column, ordered, Table } from './Table'

/**
 * The branches that somebody looks after, by kedeputian and a line for each: what their
 * blocks add up to, no family.
 */
export function Branches({ open }: { open: (code: string) => void }) {
  const { t } = useWords()
  const [{ kedeputian }, go] = useAddress()
  const sums = useQuery({
    queryKey: ['branches'],
    queryFn: () => body(api.GET('/api/v1/heat')),
    staleTime: 60_000,
  })
  if (!sums.data)
    return sums.error ? (
      <Trouble of={sums.error} retry={() => void sums.refetch()} />
    ) : (
      <p className="page">{t('loading')}</p>
    )
  const all = sums.data.branches ?? []
  const regions = regionsOf(all)
  const region = regions.find(({ code }) => code !== '' && code === kedeputian)
  const rows = region ? all.filter((branch) => branch.kedeputian?.code === region.code) : all
  const title = region?.name ?? t('allBranches')
  return (
    <div className="page board">
      {region && (
        <nav aria-label={t('pathLabel')}>
          <ol className="path">
            {all.length > 1 && (
              <li>
                <button type="button" className="link" onClick={() => go({ kedeputian: '' })}>
                  {t('allBranches')}
                </button>
              </li>
            )}
            <li>
              <h2 aria-current="page">{region.name}</h2>
            </li>
          </ol>
        </nav>
      )}
      {!region && regions.length > 0 && (
        <Sums
          title={t('perKedeputian')}
          file="kedeputian.csv"
          first={regionColumns(t, go)}
          coded={codeOf(t)}
          rows={regions}
          total={all}
        />
      )}
      <Sums
        title={title}
        file="cabang.csv"
        first={branchColumns(t, open)}
        coded={[...codeOf(t), { head: t('kedeputian'), of: (row) => row.kedeputian?.name ?? '' }]}
        rows={rows}
        total={rows}
      />
      <p className="soft">{t('allBranchesWhy')}</p>
    </div>
  )
}

interface Row extends Numbers {
  code: string
  name: string
}

interface SumsProps<T extends Row> {
  title: string
  file: string
  /** The columns that say what a row is. */
  first: Column<T>[]
  /** The same in the file. */
  coded: FileColumn<T>[]
  rows: T[]
  /** The branches that the last line adds up. */
  total: BranchSum[]
}

function Sums<T extends Row>({ title, file, first, coded, rows, total }: SumsProps<T>) {
  const { t } = useWords()
  const [sort, setSort] = useState('-arrears')
  const columns = [...first, ...numberColumns<T>(t)]
  const download = () => {
    const text = csv([[title, rows.length]], [...coded, ...fileColumns<T>(t)], ordered(columns, rows, sort))
    save(file, new Blob([text], { type: 'text/csv' }))
  }
  return (
    <section className="panel wide">
      <div className="panel-head">
        <h2>{title}</h2>
        <span className="soft">{t('rowsCount', { n: number(rows.length) })}</span>
        <button type="button" className="button" onClick={download}>
          {t('downloadCsv')}
        </button>
      </div>
      <Table
        label={title}
        columns={columns}
        rows={rows}
        id={({ code }) => code}
        sort={sort}
        setSort={setSort}
        total={<Sum t={t} rows={total} before={first.length} />}
      />
    </section>
  )
}

function regionColumns(t: Say, go: Go): Column<Region>[] {
  return [
    {
      key: 'name',
      head: t('kedeputian'),
      words: true,
      of: ({ name }) => name,
      show: ({ code, name }) =>
        code === '' ? (
          t('noKedeputian')
        ) : (
          <button type="button" className="link" onClick={() => go({ kedeputian: code })}>
            {name}
          </button>
        ),
    },
    {
      key: 'branches',
      head: t('branchName'),
      of: ({ branches }) => branches,
      show: ({ branches }) => number(branches),
    },
  ]
}

function branchColumns(t: Say, open: (code: string) => void): Column<BranchSum>[] {
  return [
    {
      key: 'name',
      head: t('branchName'),
      words: true,
      of: ({ name }) => name,
      show: ({ code, name }) => (
        <button type="button" className="link" onClick={() => open(code)}>
          {name}
        </button>
      ),
    },
  ]
}

function numberColumns<T extends Numbers>(t: Say): Column<T>[] {
  const column = (key: Counted, head: string, say: (n: number) => string): Column<T> => ({
    key,
    head,
    of: (row) => told(row, key),
    show: (row) => (row.few ? t('hiddenClass') : say(row[key])),
  })
  return [
    column('households', t('household'), number),
    column('eligible', t('eligible'), number),
    column('arrears', t('arrears'), sayRupiah),
    column('expected', t('expectedMonth'), sayRupiah),
    { ...column('later', t('cashLater'), sayRupiah), title: t('laterHelp') },
    {
      key: 'asOf',
      head: t('figuresOf'),
      words: true,
      of: ({ asOf }) => asOf ?? null,
      show: ({ asOf }) => (asOf ? shortDay(asOf) : t('noneYet')),
    },
  ]
}

function Sum({ t, rows, before }: { t: Say; rows: BranchSum[]; before: number }) {
  const all = sumOf(rows)
  return (
    <tr className="sum">
      <th scope="row">{t('sum')}</th>
      {before > 1 && <td className="number">{number(rows.length)}</td>}
      <td className="number">{number(all.households)}</td>
      <td className="number">{number(all.eligible)}</td>
      <td className="number">{sayRupiah(all.arrears)}</td>
      <td className="number">{sayRupiah(all.expected)}</td>
      <td className="number">{sayRupiah(all.later)}</td>
      <td>{all.oldest ? t('upFrom', { day: shortDay(all.oldest) }) : t('noneYet')}</td>
    </tr>
  )
}

function codeOf<T extends Row>(t: Say): FileColumn<T>[] {
  return [
    { head: t('code'), of: ({ code }) => code },
    { head: t('placeName'), of: ({ name }) => name },
  ]
}

function fileColumns<T extends Numbers>(t: Say): FileColumn<T>[] {
  return [
    { head: t('household'), of: (row) => told(row, 'households') },
    { head: t('eligible'), of: (row) => told(row, 'eligible') },
    { head: `${t('arrears')} (Rp)`, of: (row) => told(row, 'arrears') },
    { head: `${t('expectedMonth')} (Rp)`, of: (row) => told(row, 'expected') },
    { head: `${t('cashLater')} (Rp)`, of: (row) => told(row, 'later') },
    { head: t('figuresOf'), of: ({ asOf }) => asOf ?? null },
    { head: 'status', of: ({ few }) => (few ? 'hidden' : 'value') },
  ]
}
