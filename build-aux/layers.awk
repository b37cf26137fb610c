# Which layer may include which: src/LAYER/file.c including "OTHER/x.h".
BEGIN {
	may["base"] = "base"
	may["input"] = "base input"
	may["csv"] = "base input csv"
	may["model"] = "base csv model"
	may["policy"] = "base csv model policy"
	may["output"] = "base model output"
	may["program"] = "base input csv model policy output program"
}
/^#include "/ {
	split(FILENAME, path, "/")
	split($2, name, /["\/]/)
	if (index(" " may[path[2]] " ", " " name[2] " ") == 0) {
		printf "%s:%d: %s must not include %s\n", FILENAME, FNR,
		    path[2], name[2]
		bad = 1
	}
}
END { exit bad }
