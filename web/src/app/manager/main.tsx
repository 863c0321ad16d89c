import { BoardPage } from '../../features/board/BoardPage'
import { Branches } from '../../features/board/Branches'
import { PartsPanel } from '../../features/heat/PartsPanel'
import { Notes } from '../../features/task/Notes'
import { Tasks } from '../../features/task/Tasks'
import '../../shared/styles/board.css'
import { Office, openOffice } from '../Office'

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
          <PartsPanel
            branch={branch}
            month={month}
            against={against}
            within={path.at(-1)?.area ?? ''}
            kader={kader}
            open={(within) => go({ within, level: '', search: '', flag: '' })}
          />
        )}
      />
    )}
  </Office>
))
