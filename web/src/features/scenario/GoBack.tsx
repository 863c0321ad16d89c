import { useMutation } from '@tanstack/react-query'
import { api, body, type Schemas } from '../../api/client'
import { useWords } from '../../shared/i18n'
import { Trouble } from '../../shared/ui/Trouble'

interface Props {
  branch: string
  head: Schemas['PlanHead']
  begun: (id: number) => void
}

/**
 * Goes back to a plan that was in force: a draft with all that it has, locks too, to be
 * published from a day. What was published stays as it was, so that the history has both.
 */
export function GoBack({ branch, head, begun }: Props) {
  const { t } = useWords()
  const copy = useMutation({
    mutationFn: () =>
      body(
        api.POST('/api/v1/branches/{branch}/territory-drafts', {
          params: { path: { branch } },
          body: { from: head.id, locks: true, name: t('backName', { n: head.id }) },
        }),
      ),
    onSuccess: ({ id }) => begun(id),
  })
  return (
    <section className="notice">
      <p>{t('backHelp')}</p>
      <button type="button" className="button" disabled={copy.isPending} onClick={() => copy.mutate()}>
        {t('backTo')}
      </button>
      <Trouble of={copy.error} />
    </section>
  )
}
