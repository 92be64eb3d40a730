import './as-command.css'
import type { VNode } from 'preact'
import { runInConsole } from '../console/session.ts'
import { copyText } from './copy.ts'

/** The console line that gives the same answer: to learn, to copy, to run. */
export function AsCommand({ line }: { readonly line: string }): VNode {
  return (
    <span class="as-command">
      <span class="as-command-prompt" aria-hidden="true">
        pmat&gt;
      </span>
      <code>{line}</code>
      <button
        type="button"
        class="quiet"
        title="Copy this console line"
        aria-label={`Copy the command ${line}`}
        onClick={() => void copyText(line, 'command')}
      >
        copy
      </button>
      <button
        type="button"
        class="quiet"
        title="Run this line in the console"
        aria-label={`Run the command ${line}`}
        onClick={() => runInConsole(line)}
      >
        run
      </button>
    </span>
  )
}

/** Several lines, folded away until somebody wants to learn them. */
export function AsCommands({ lines }: { readonly lines: readonly string[] }): VNode {
  return (
    <details class="as-commands">
      <summary>As commands</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <AsCommand line={line} />
          </li>
        ))}
      </ul>
    </details>
  )
}
