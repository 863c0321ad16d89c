import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../../shared/styles/tokens.css'
import './kader.css'
import { Password } from '../../features/account/Password'
import { Gate } from '../../features/login/Gate'
import { Today } from '../../features/route/Today'

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <Gate roles={['kader']} renew={(done) => <Password made done={done} />}>
        {(_account, logOut) => <Today logOut={logOut} />}
      </Gate>
    </StrictMode>,
  )
