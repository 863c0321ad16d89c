import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../../shared/styles/tokens.css'
import './kader.css'
import { Door } from './Door'
import { keepReady } from './ready'

keepReady()

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <Door />
    </StrictMode>,
  )
