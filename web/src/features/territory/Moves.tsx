import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { api, body, type Schemas } from '../../api/client'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

type Moved = Schemas['Moved']

/** Who gives families to whom, against the plan in force before this one. */
export function Moves({ branch, plan }: { branch: string; plan: number }) {
  const { t } = useWords()
  const moves = useQuery({
    queryKey: ['moves', branch, plan],
    queryFn: () =>
      body(
        api.GET('/api/v1/branches/{branch}/territory-plans/{id}/moves', {
          params: { path: { branch, id: plan } },
        }),
      ),
    enabled: plan > 0,
  })
  if (plan === 0) return null
  return (
    <section>
      <h2>{t('moves')}</h2>
      {moves.isPending && <p>{t('loading')}</p>}
      <Trouble of={moves.error} retry={() => void moves.refetch()} />
      {moves.data && <Compared plan={plan} moves={moves.data} />}
    </section>
  )
}

function Compared({ plan, moves }: { plan: number; moves: Schemas['Moves'] }) {
  const { t } = useWords()
  if (moves.against === 0) return <p className="soft">{t('movesFirst')}</p>
  const rows = moves.moves ?? []
  const against = t('movesAgainst', { plan: `${moves.againstName} #${moves.against}` })
  if (rows.length === 0)
    return (
      <p className="soft">
        {against} {t('movesNone')}
      </p>
    )
  const bound = moves.bound === undefined ? '' : t('movesLeast', { n: number(moves.bound) })
  return (
    <>
      <p>
        {against} {t('movesHelp')}
      </p>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('moves')}>
        <table>
          <thead>
            <tr>
              <th>{t('movesFrom')}</th>
              <th>{t('movesTo')}</th>
              <th className="number">{t('eligible')}</th>
              <th className="number">{t('household')}</th>
              <th className="number">{t('movesPromises')}</th>
              <th className="number">{t('movesInstalments')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((move) => (
              <tr key={`${move.from} ${move.to}`}>
                <td>{move.from ? move.fromName : t('unserved')}</td>
                <td>
                  {move.to ? move.toName : t('unserved')}
                  {move.from > 0 && move.to > 0 && (
                    <>
                      <br />
                      <Link
                        href={`/serah-terima/${plan}/${move.from}/${move.to}`}
                        aria-label={t('handoverSheetOf', { from: move.fromName, to: move.toName })}
                      >
                        {t('handoverSheet')}
                      </Link>
                    </>
                  )}
                </td>
                <Counts of={move} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {t('movesChanged')} {bound}
              </th>
              <Counts of={moves.changed} />
            </tr>
            <tr>
              <th scope="row" colSpan={2}>
                {t('movesGained')}
              </th>
              <Counts of={moves.gained} />
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  )
}

function Counts({ of }: { of: Moved }) {
  return (
    <>
      <td className="number">{number(of.eligible)}</td>
      <td className="number">{number(of.households)}</td>
      <td className="number">{number(of.promises)}</td>
      <td className="number">{number(of.instalments)}</td>
    </>
  )
}
