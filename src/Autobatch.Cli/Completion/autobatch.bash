# Completes autobatch's verbs and options in bash; anything else as bash completes files.
_autobatch() {
  local word="${COMP_WORDS[COMP_CWORD]}" found
  found=$(autobatch complete --position "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null </dev/null) || return
  # Options are offered where one has begun.
  [[ $word == -* ]] || found=$(grep -v '^[-/]' <<<"$found")
  mapfile -t COMPREPLY < <(compgen -W "$found" -- "$word")
}
complete -o default -F _autobatch autobatch
