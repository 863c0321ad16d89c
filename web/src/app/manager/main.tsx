import type { ComponentProps } from 'react'
import { BoardPage } from '../../features/board/BoardPage'
import { Branches } from '../../features/board/Branches'
import { PartsPanel } from '../../features/heat/PartsPanel'
import { Notes } from '../../features/task/Notes'
import { Tasks } from '../../features/task/Tasks'
import { useNotes } from '../../features/task/useTasks'
import '../../shared/styles/board.css'
import { Office, openOffice } from '../Office'

const noNotes: ComponentProps<typeof PartsPanel>['notes'] = []

/** The map with what is noted of its months. */
function NotedMap(props: Omit<ComponentProps<typeof PartsPanel>, 'notes'>) {
  const notes = useNotes(props.branch.code, props.month, props.against)
  return <PartsPanel {...props} notes={notes.data?.notes ?? noNotes} />
}

openOffice(['manager', 'admin', 'officer', 'supervisor'], (account, logOut) => (
  <Office face="faceManager" account={account} logOut={logOut} across={(open) => <Branches open={open} />}>
    {(branch) => (
      <BoardPage
        branch={branch}
        beside={({ month, against, path, kader }) => (
          <>
            <Tasks branch={branch} account={account.id} kader={kader} />
            <Notes branch={branch} month={month} against={against} path={path} />
          </>
        )}
        map={({ month, against, path, kader }, _, go) => (
          <NotedMap
            branch={branch}
            month={month}
            against={against}
            within={path.at(-1)?.area ?? ''}
            kader={kader}
            households={account.role !== 'manager'}
            open={(within) => go({ within, level: '', search: '', flag: '' })}
          />
        )}
      />
    )}
  </Office>
))
