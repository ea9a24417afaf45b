# Completes autobatch's verbs and options in PowerShell; anything else as files.
Register-ArgumentCompleter -Native -CommandName autobatch -ScriptBlock {
    param($word, $ast, $position)
    autobatch complete --position ($position - $ast.Extent.StartOffset) -- "$ast" 2>$null |
        Where-Object { $word.StartsWith('-') -or -not ($_.StartsWith('-') -or $_.StartsWith('/')) } |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
