import './trusted-types.ts'
import { render } from 'preact'
import { registerOffline } from './offline.ts'

const app = document.getElementById('app')
if (app) render(<h1>pmatscope</h1>, app)
void registerOffline({ ready: () => {}, update: () => {} })
