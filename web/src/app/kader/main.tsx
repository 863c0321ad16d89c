import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../../shared/styles/tokens.css'
import './kader.css'
import { teach } from '../../shared/i18n'
import { phone } from '../../shared/i18n/phone'
import { Door } from './Door'
import { keepReady } from './ready'

teach(phone)
keepReady()

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <Door />
    </StrictMode>,
  )
