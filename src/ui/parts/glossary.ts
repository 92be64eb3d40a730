/** Words that the page uses as Perl people do, in a sentence or two each. */
export const GLOSSARY = [
  {
    word: 'SV',
    says: 'Any Perl value cell: a scalar, an array, a hash, a sub, a glob. The heap is made of them, and this page has a row for each.',
  },
  {
    word: 'refcount',
    says: 'How many hold the SV, as Perl counted it. When it falls to 0, the SV is freed. It may exceed the references that the dump shows: C code holds SVs too.',
  },
  {
    word: 'SV size',
    says: 'Bytes of the SV alone: its head, body and buffers, nothing that it refers to.',
  },
  {
    word: 'structure size',
    says: 'Bytes of the SV with the parts that make it up: the elements of an array, the values of a hash, the pads of a sub.',
  },
  {
    word: 'owned size',
    says: 'Bytes of the SV and, again and again, of all that it refers to strongly and that has a refcount of 1. What is held twice belongs to nobody.',
  },
  {
    word: 'inref, outref',
    says: 'A reference seen from its target, and from its source. Inrefs say who holds the SV, outrefs what it holds.',
  },
  {
    word: 'strength',
    says: 'Strong references (s) are counted and keep an SV alive; weak ones (w) do not. Indirect ones (i) lead through an RV, inferred ones (~) are stored nowhere and follow from the structure around.',
  },
  {
    word: 'root',
    says: 'A named entry of the interpreter, such as main_cv or defstash. Every SV in use is reached from one; there every walk back ends.',
  },
  {
    word: 'pad, lexical',
    says: 'The my variables of a sub lie in a pad, one for each depth of recursion. A lexical is one slot of it.',
  },
  {
    word: 'elide',
    says: 'Leave out the RVs, pads and symbol-table steps on the way back to the roots, as pmat’s identify does.',
  },
  {
    word: 'stash, glob, symbol',
    says: 'A package’s symbol table, an entry of it, and its printed name, such as %main::INC.',
  },
  {
    word: 'retained size',
    says: 'Bytes that would go if the SV went: of all SVs that every path from the roots leads to through it, even if they are held several times inside. The SV dominates them.',
  },
  {
    word: 'closure',
    says: 'A sub made while the program runs, which keeps the lexicals that it uses of the sub around it. One that keeps the very object that holds it is the usual leak.',
  },
  {
    word: 'island',
    says: 'SVs that hold each other in a cycle and that nothing else holds: Perl, which counts references, will never free them. Lost is said only where no refcount hints at a holder outside.',
  },
  {
    word: 'shape',
    says: 'Plain hashes with the same keys, or arrays of the same pattern: a package for those that have none.',
  },
] as const satisfies readonly { readonly word: string; readonly says: string }[]

export type GlossaryWord = (typeof GLOSSARY)[number]['word']
