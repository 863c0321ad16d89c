import { BoardPage } from '../../features/board/BoardPage'
import { HeatPanel } from '../../features/heat/HeatPanel'
import '../../shared/styles/board.css'
import { Office, openOffice } from '../Office'

openOffice(['manager', 'admin', 'officer', 'supervisor'], (account, logOut) => (
  <Office face="faceManager" account={account} logOut={logOut}>
    {(branch) => <BoardPage branch={branch} map={() => <HeatPanel branch={branch} />} />}
  </Office>
))
