import type { VNode } from 'preact'
import { copyText } from '../parts/copy.ts'

const LINES = [
  'cpanm Devel::MAT::Dumper',
  'perl -MDevel::MAT::Dumper=-dump_at_SIGQUIT,-file,/tmp/app-NNN.pmat app.pl &',
  'kill -QUIT $!   # a dump of the running program, as often as you like',
  'perl -MDevel::MAT::Dumper=-dump_at_END app.pl   # or one when it ends',
  'perl -MDevel::MAT::Dumper=-dump_at_DIE app.pl   # or when it dies',
  `perl -MDevel::MAT::Dumper -e 'do "./app.pl"; Devel::MAT::Dumper::dump("app.pmat")'`,
]

export function HowTo(): VNode {
  return (
    <section aria-labelledby="how-to">
      <div class="start-section-head">
        <h2 id="how-to">How to take a dump</h2>
        <button type="button" class="quiet" onClick={() => void copyText(LINES.join('\n'), 'six lines')}>
          copy
        </button>
      </div>
      <pre class="how-to" tabIndex={0} role="group" aria-label="Shell lines">
        {LINES.map((line) => (
          <HowToLine key={line} line={line} />
        ))}
      </pre>
    </section>
  )
}

function HowToLine({ line }: { readonly line: string }): VNode {
  const [code, remark] = line.split('   ')
  return (
    <div>
      {code}
      {remark && <span class="remark">{`   ${remark}`}</span>}
    </div>
  )
}
