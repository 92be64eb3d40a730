#!/usr/bin/perl -X
# A heap whose packages, symbols, keys, values and file names are what an attacker of the page would choose.
#
#   cd test/e2e/strange
#   env -i PATH=/usr/bin:/bin PERL_HASH_SEED=0 setarch -R perl -X -I../../fixtures/programs strange.pl strange.pmat && gzip -9n strange.pmat
use Bare;
$dump = \&Devel::MAT::Dumper::dump;
$path = shift;
%ENV  = ();
@INC  = ();
delete $INC{$_}    for keys %INC;
delete $main::{$_} for grep { /^(re|utf8|version|builtin|mro|constant|strict|warnings)::$|^_</ } keys %main::;

@Strange::text = (
    '<img src=x onerror="window.__pwned=1">',
    '"><svg onload=window.__pwned=1>',
    '</script><script>window.__pwned=1</script>',
    'javascript:window.__pwned=1',
    "' onmouseover='window.__pwned=1",
    '{{constructor.constructor("window.__pwned=1")()}}',
    '${window.__pwned=1}',
    '&lt;b&gt;&amp;',
    '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0',
    "\e]0;title\a\e[31mred",
    "line one\nline two\r\n\ttabbed\0nul",
    "\x{202e}gnp.exe\x{2066}\x{200b}\x{feff}",
    "\x{1f600}\x{e9}\x{0301}" . ("\x{0489}" x 40),
    'wide ' . ('W' x 4000),
    "=cmd|' /C calc'!A0",
);
%Strange::table = map { $_ => $_ } @Strange::text;
for my $text (@Strange::text) {
    (my $name = $text) =~ s/[\0']//g;
    push @Strange::objects, bless {$text => $text, self => \$text}, $name eq '' || $name eq '0' ? 'Empty' : $name;
    ${"Strange::$name"} = $text;
    @{"${name}::list"} = ($text);
    push @Strange::subs, eval qq{\n#line 7 "<img src=x onerror=window.__pwned=1>.pm"\nsub { \$text }};
}
$dump->($path);
