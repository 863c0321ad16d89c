import { BoardPage } from '../../features/board/BoardPage'
import { PartsPanel } from '../../features/heat/PartsPanel'
import '../../shared/styles/board.css'
import { Office, openOffice } from '../Office'

openOffice(['manager', 'admin', 'officer', 'supervisor'], (account, logOut) => (
  <Office face="faceManager" account={account} logOut={logOut}>
    {(branch) => (
      <BoardPage
        branch={branch}
        map={({ month, against, path, kader }) => (
          <PartsPanel
            branch={branch}
            month={month}
            against={against}
            within={path.at(-1)?.area ?? ''}
            kader={kader}
          />
        )}
      />
    )}
  </Office>
))
