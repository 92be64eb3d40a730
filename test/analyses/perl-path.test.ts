import { expect, test } from 'vitest'
import { UNSLICED } from '../../src/base/slice.ts'
import { perlHeap } from '../helpers/perl-heap.ts'

async function pathIn(text: string, name: string): Promise<string | null> {
  const { analyses, row } = await perlHeap(text)
  const { paths } = await analyses.evidence.ground(UNSLICED)
  return paths.of(row(name))?.text ?? null
}

const CACHE = `
  %MyApp::cache = table
  table   HASH users:u n:n
  u       REF -> users
  users   ARRAY r0 r1
  r0      REF -> first
  r1      REF -> second
  first   HASH=My::User name:name
  second  HASH=My::User on_close:c data:d
  name    PV Ann
  c       REF -> closure
  closure CLOSURE a.pl:3 $seen:seen
  seen    IV 1
  d       REF -> plain
  plain   HASH deep:e
  e       REF -> array
  array   ARRAY last
  last    IV 7
  n       IV 3
`

test.each([
  ['table', '%MyApp::cache'],
  ['n', '$MyApp::cache{n}'],
  ['users', '$MyApp::cache{users}'],
  ['r1', '$MyApp::cache{users}[1]'],
  // An arrow into an object, as one would write it; between plain ones Perl needs none.
  ['name', '$MyApp::cache{users}[0]->{name}'],
  ['closure', '$MyApp::cache{users}[1]->{on_close}'],
  ['last', '$MyApp::cache{users}[1]->{data}{deep}[0]'],
  // The nearest name counts.
  ['seen', '$seen of the sub at a.pl line 3'],
])('%s of a package variable is %s', async (name, path) => {
  expect(await pathIn(CACHE, name)).toBe(path)
})

test.each([
  ['scalar variables', '$Foo::x = x\n x REF -> h\n h HASH a:v\n v IV 1', 'v', '$Foo::x->{a}'],
  ['references to scalars', '$Foo::x = x\n x REF -> v\n v REF -> w\n w IV 1', 'w', '${$Foo::x}'],
  ['arrays', '@Foo::list = list\n list ARRAY a\n a IV 1', 'a', '$Foo::list[0]'],
  [
    'lexicals',
    'run SUB Foo::run Foo.pm:9 $self:self\n self REF -> o\n o HASH=Foo up:v\n v IV 1',
    'v',
    '$self->{up} of Foo::run',
  ],
  [
    'hashes that are lexicals',
    'run SUB Foo::run Foo.pm:9 %seen:seen\n seen HASH a:v\n v IV 1',
    'v',
    '$seen{a} of Foo::run',
  ],
  ['subs', 'run SUB Foo::run Foo.pm:9', 'run', '&Foo::run'],
  ['keys that need quotes', '%Foo::h = h\n h HASH a-b/c:v\n v IV 1', 'v', "$Foo::h{'a-b/c'}"],
  ['what C code holds', 'o HASH=Xs::Handle a:v rc=+1\n v IV 1', 'v', '(Xs::Handle at 0x10000)->{a}'],
])('%s', async (_, text, name, path) => {
  expect(await pathIn(text, name)).toBe(path)
})

test('what is lost has no path', async () => {
  expect(await pathIn('h HASH me:r\n r REF -> h', 'h')).toBe(null)
})

test('a variable that a closure captured is no way to the closure', async () => {
  const text = `
    %Bus::handlers = table
    table HASH a:r
    r     REF -> list
    list  ARRAY e
    e     REF -> f
    f     CLOSURE b.pl:1 $f:f2
    f2    REF -> f
  `
  expect(await pathIn(text, 'f')).toBe('$Bus::handlers{a}[0]')
})
