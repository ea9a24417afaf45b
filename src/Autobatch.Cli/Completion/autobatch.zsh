#compdef autobatch
# Completes autobatch's verbs and options in zsh; anything else as files.
_autobatch() {
  local line="${(j: :)words[1,CURRENT]}"
  local -a found
  found=("${(@f)$(autobatch complete --position ${#line} -- "$line" 2>/dev/null </dev/null)}")
  [[ ${words[CURRENT]} == -* ]] || found=(${found:#[-/]*})
  if (( ${#found} )) && [[ -n ${found[1]} ]]; then
    compadd -- $found
  else
    _files
  fi
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
  _autobatch "$@"
else
  compdef _autobatch autobatch
fi
