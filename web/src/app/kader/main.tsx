import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../../shared/styles/tokens.css'
import './kader.css'
import { Gate } from '../../features/login/Gate'
import { Today } from '../../features/route/Today'

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <Gate roles={['kader']}>{(_account, logOut) => <Today logOut={logOut} />}</Gate>
    </StrictMode>,
  )
