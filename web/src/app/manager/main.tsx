import { HeatPage } from '../../features/heat/HeatPage'
import { Office, openOffice } from '../Office'

openOffice(['manager', 'admin', 'officer', 'supervisor'], (account, logOut) => (
  <Office face="faceManager" account={account} logOut={logOut}>
    {(branch) => <HeatPage branch={branch} />}
  </Office>
))
