# Completion for persistence-browser in bash.
_persistence_browser()
{
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} options=
    COMPREPLY=()
    case $previous in
        --same-id) mapfile -t COMPREPLY < <(compgen -W "replace keep skip" -- "$current"); return ;;
        --depth) mapfile -t COMPREPLY < <(compgen -W "1 2 3 4" -- "$current"); return ;;
        --by) mapfile -t COMPREPLY < <(compgen -W "id key" -- "$current"); return ;;
        --format) mapfile -t COMPREPLY < <(compgen -W "csv xlsx markdown json relaxed canonical array csv-exact bson archive folder typescript mongosh workspace" -- "$current"); return ;;
        --dates) mapfile -t COMPREPLY < <(compgen -W "iso spreadsheet ms" -- "$current"); return ;;
        --redact | --profile) mapfile -t COMPREPLY < <(compgen -f -W "share" -- "$current"); return ;;
        --app | --model | --id | --with-app | --with-model | --with-id | --where | --replace | --replace-association | --within | --filter | --fields | --values | --separator | --salt | --preview | --bytes) return ;;
    esac
    case ${COMP_WORDS[1]} in
        import) options="-o --output --same-id --json --allow-huge --help" ;;
        tree) options="--app --depth --json --allow-huge --help" ;;
        show) options="--canonical --value --document --allow-huge --help" ;;
        find) options="--app --json --ids --count --limit --values --allow-huge --help" ;;
        compare) options="--by --app --model --id --with-app --with-model --with-id --filter --values --json --allow-huge --help" ;;
        export) options="-o --output --format --app --filter --fields --names --dates --decimal-comma --separator --bom --no-escape-formulas --redact --salt --gzip --manifest --json --allow-huge --help" ;;
        redact) options="-o --output --profile --salt --app --filter --preview --allow-huge --help" ;;
        edit) options="--where --replace --replace-association --within --in-key --ignore-case --whole-word --regex --dry-run --set --unset --rename --value --key --app --nth --script --document --ack --help" ;;
        delete) options="--nth --ack --help" ;;
        history) options="--nth --json --limit --prune-before --dry-run --help" ;;
        undo | redo) options="--ack --help" ;;
        revert) options="--since --record --field --nth --ack --help" ;;
        diff) options="--nth --json --help" ;;
        problems) options="--bytes --json --allow-huge --help" ;;
        verify) options="--json --allow-huge --help" ;;
        fingerprint) options="--allow-huge --help" ;;
        migrate) options="--help" ;;
        *) options="--help --version" ;;
    esac
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        if [ "$COMP_CWORD" -eq 1 ]; then
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "import tree show find export redact edit delete history undo redo revert diff compare problems verify fingerprint migrate" -- "$current")
        fi
    fi
}
complete -o filenames -F _persistence_browser persistence-browser
