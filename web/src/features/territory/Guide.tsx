import { Link } from 'wouter'
import type { Schemas } from '../../api/client'
import { number } from '../../shared/format'
import { useWords } from '../../shared/i18n'
import { needsOf } from './guide'

interface Props {
  branch: Schemas['BranchSummary']
  plans: number
  mayPlan: boolean
}

/** Leads from files to the first plan: what is there, what is missing, and where to bring it. */
export function Guide({ branch, plans, mayPlan }: Props) {
  const { t } = useWords()
  return (
    <section className="guide" aria-labelledby="guide-title">
      <h2 id="guide-title">{t('guideTitle')}</h2>
      <ol>
        {needsOf(branch.totals, plans).map(([need, n]) => (
          <li key={need} className={n > 0 ? 'has' : 'lacks'}>
            <strong>{t(`guide_${need}`)}</strong> <em>({t(n > 0 ? 'guideDone' : 'guideMissing')})</em>
            <br />
            {t(n > 0 ? `guideHas_${need}` : `guideLacks_${need}`, { n: number(n) })}{' '}
            {n === 0 && need !== 'plan' && !mayPlan && t('guideAsk')}
            {n === 0 && need !== 'plan' && mayPlan && (
              <Link href="/impor" className="button">
                {t('toImports')}: {t(`guide_${need}`)}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
