import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, body } from '../../api/client'
import { number, shortDay } from '../../shared/format'
import { type Say, useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'
import { type BranchSum, sumOf, told } from './branchSum'
import { csv, type Column as FileColumn, save } from './csv'
import { sayRupiah } from './model'
import { type Column, ordered, Table } from './Table'

/** The branches that somebody looks after, a line for each: what their blocks add up to, no family. */
export function Branches({ open }: { open: (code: string) => void }) {
  const { t } = useWords()
  const [sort, setSort] = useState('-arrears')
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
  const rows = sums.data.branches ?? []
  const columns = columnsOf(t, open)
  const download = () => {
    const about: [string, string | number][] = [[t('allBranches'), rows.length]]
    const text = csv(about, fileColumns(t), ordered(columns, rows, sort))
    save('cabang.csv', new Blob([text], { type: 'text/csv' }))
  }
  return (
    <div className="page board">
      <section className="panel wide">
        <div className="panel-head">
          <h2>{t('allBranches')}</h2>
          <span className="soft">{t('rowsCount', { n: number(rows.length) })}</span>
          <button type="button" className="button" onClick={download}>
            {t('downloadCsv')}
          </button>
        </div>
        <Table
          label={t('allBranches')}
          columns={columns}
          rows={rows}
          id={({ code }) => code}
          sort={sort}
          setSort={setSort}
          total={<Sum t={t} rows={rows} />}
        />
        <p className="soft">{t('allBranchesWhy')}</p>
      </section>
    </div>
  )
}

function columnsOf(t: Say, open: (code: string) => void): Column<BranchSum>[] {
  const count = (key: 'households' | 'eligible', head: string): Column<BranchSum> => ({
    key,
    head,
    of: (row) => told(row, key),
    show: (row) => (row.few ? t('hiddenClass') : number(row[key])),
  })
  const money = (key: 'arrears' | 'expected', head: string): Column<BranchSum> => ({
    key,
    head,
    of: (row) => told(row, key),
    show: (row) => (row.few ? t('hiddenClass') : sayRupiah(row[key])),
  })
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
    count('households', t('household')),
    count('eligible', t('eligible')),
    money('arrears', t('arrears')),
    money('expected', t('expectedMonth')),
    {
      key: 'asOf',
      head: t('figuresOf'),
      words: true,
      of: ({ asOf }) => asOf ?? null,
      show: ({ asOf }) => (asOf ? shortDay(asOf) : t('noneYet')),
    },
  ]
}

function Sum({ t, rows }: { t: Say; rows: BranchSum[] }) {
  const all = sumOf(rows)
  return (
    <tr className="sum">
      <th scope="row">{t('sum')}</th>
      <td className="number">{number(all.households)}</td>
      <td className="number">{number(all.eligible)}</td>
      <td className="number">{sayRupiah(all.arrears)}</td>
      <td className="number">{sayRupiah(all.expected)}</td>
      <td>{all.oldest ? t('upFrom', { day: shortDay(all.oldest) }) : t('noneYet')}</td>
    </tr>
  )
}

function fileColumns(t: Say): FileColumn<BranchSum>[] {
  return [
    { head: t('code'), of: ({ code }) => code },
    { head: t('branchName'), of: ({ name }) => name },
    { head: t('household'), of: (row) => told(row, 'households') },
    { head: t('eligible'), of: (row) => told(row, 'eligible') },
    { head: `${t('arrears')} (Rp)`, of: (row) => told(row, 'arrears') },
    { head: `${t('expectedMonth')} (Rp)`, of: (row) => told(row, 'expected') },
    { head: t('figuresOf'), of: ({ asOf }) => asOf ?? null },
    { head: 'status', of: ({ few }) => (few ? 'hidden' : 'value') },
  ]
}
