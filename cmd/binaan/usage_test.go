package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"binaan/data"
	"binaan/data/datatest"
)

// commands are those that do something.
func commands() (all []*cobra.Command) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
		if !cmd.HasSubCommands() || cmd.Name() == "import" {
			all = append(all, cmd)
		}
	}
	walk(root())
	return all
}

func words(cmd *cobra.Command) []string { return strings.Fields(cmd.CommandPath())[1:] }

// need is whether a flag must be given.
func need(f *pflag.Flag) bool { return len(f.Annotations[cobra.BashCompOneRequiredFlag]) > 0 }

func TestEveryCommandRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, cmd := range commands() {
		for _, wrong := range [][]string{{"--no-such-flag"}, {"a", "b", "c", "d"}} {
			if strings.HasPrefix(cmd.CommandPath(), "binaan bench") && wrong[0] == "a" {
				continue // takes any number of files
			}
			args := append(words(cmd), wrong...)
			if out, err := binaan(t, args...); exitStatus(err) != exitUsage {
				t.Errorf("binaan %s: %v\n%s", strings.Join(args, " "), err, out)
			}
		}
	}
}

func TestEveryFlagIsExplainedAndHasAName(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, cmd := range commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" || !name.MatchString(f.Name) || f.Shorthand != "" {
				t.Errorf("%s --%s: %q", cmd.CommandPath(), f.Name, f.Usage)
			}
		})
	}
}

// A flag that takes a number, a switch or a time takes nothing else, from the command
// line or from the environment; the refusal names it.
func TestEveryFlagRefusesWhatIsNotOfItsKind(t *testing.T) {
	kinds := map[string]int{}
	for _, cmd := range commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			kind := f.Value.Type()
			if kind == "string" || strings.HasPrefix(kind, "string") || f.Name == "help" {
				return
			}
			kinds[kind]++
			args := append(words(cmd), "--"+f.Name+"=bukan")
			if _, err := binaan(t, args...); exitStatus(err) != exitUsage || !strings.Contains(err.Error(), f.Name) {
				t.Errorf("binaan %s: %v", strings.Join(args, " "), err)
			}
			variable := environmentPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
			t.Run(cmd.Name()+" "+variable, func(t *testing.T) {
				t.Setenv(variable, "bukan")
				if _, err := binaan(t, words(cmd)...); exitStatus(err) != exitUsage {
					t.Errorf("%s=bukan binaan %s: %v", variable, strings.Join(words(cmd), " "), err)
				}
			})
		})
	}
	for _, kind := range []string{"int", "uint64", "bool", "float64"} {
		if kinds[kind] == 0 {
			t.Errorf("no flag of kind %s was tried: %v", kind, kinds)
		}
	}
}

func TestEveryRequiredFlagIsAskedFor(t *testing.T) {
	asked := 0
	for _, cmd := range commands() {
		var required []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if need(f) {
				required = append(required, f.Name)
			}
		})
		for _, left := range required {
			args := words(cmd)
			for _, name := range required {
				if name != left {
					args = append(args, "--"+name, "1")
				}
			}
			asked++
			if out, err := binaan(t, args...); exitStatus(err) != exitUsage {
				t.Errorf("binaan %s without --%s: %v\n%s", strings.Join(args, " "), left, err, out)
			}
		}
	}
	if asked < 15 {
		t.Errorf("only %d required flags", asked)
	}
}

// What the stable command line of the design promises is there.
func TestTheCommandLineThatScriptsRelyOnIsThere(t *testing.T) {
	promised := map[string]string{
		"demo": "data-dir addr", "serve": "addr database-url data-dir pg-bin workers", "work": "workers", "branch add": "name zone",
		"import": "branch as-of map dry-run force", "import undo": "branch",
		"plan territories": "branch grain publish kecamatan seed seconds iterations out", "plan routes": "branch kader month seed seconds out",
		"sample": "households seed as-of areas out", "bench territory": "nested objective seconds seed out", "bench routing": "family paths seconds seed out",
		"migrate": "database-url", "user add": "name role branch kader", "user password": "", "user disable": "", "user sessions": "", "audit verify": "", "backup": "", "restore": "", "version": "",
	}
	for _, cmd := range commands() {
		line := strings.Join(words(cmd), " ")
		for flag := range strings.FieldsSeq(promised[line]) {
			if cmd.Flags().Lookup(flag) == nil {
				t.Errorf("binaan %s has no --%s", line, flag)
			}
		}
		delete(promised, line)
	}
	if len(promised) > 0 {
		t.Errorf("there is no %v", promised)
	}
}

func TestImportsThatMakeNoSenseAreWrongUsage(t *testing.T) {
	dir := t.TempDir()
	file, broken, list := filepath.Join(dir, "kk.csv"), filepath.Join(dir, "peta.json"), filepath.Join(dir, "daftar.json")
	for path, text := range map[string]string{file: "no_kk\n", broken: `{"Nomor`, list: `["no_kk"]`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := onBranch(t)
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"orang", file}, "orang"},
		{[]string{"households", filepath.Join(dir, "tidak-ada.csv")}, "tidak-ada.csv"},
		{[]string{"households"}, "accepts 2 arg"},
		{[]string{"households", file, "--as-of", "besok"}, "--as-of"},
		{[]string{"households", file, "--as-of", (datatest.Today() + 1).String()}, "still to come"},
		{[]string{"households", file, "--map", filepath.Join(dir, "tiada.json")}, "--map"},
		{[]string{"households", file, "--map", broken}, "--map"},
		{[]string{"households", file, "--map", list}, "--map"},
		{[]string{"undo", "pertama"}, "pertama"},
		{[]string{"undo"}, "accepts 1 arg"},
	} {
		if out, err := run(c.args...); exitStatus(err) != exitUsage || !strings.Contains(err.Error(), c.says) {
			t.Errorf("import %v: %v, want wrong usage that says %q\n%s", c.args, err, c.says, out)
		}
	}
	for _, c := range [][]string{{"undo", "77"}, {"households", file}} {
		if out, err := run(c...); exitStatus(err) != exitFailed {
			t.Errorf("import %v: %v, want a failure\n%s", c, err, out)
		}
	}
}

func TestBranchesThatCannotBeAreFailures(t *testing.T) {
	owner, _ := datatest.DSN(t)
	file := filepath.Join(t.TempDir(), "kk.csv")
	if err := os.WriteFile(file, []byte("no_kk\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"import households " + file, "import undo 1", "plan territories", "plan routes --month 2026-12", "plan what-if leave --kader K1", "evaluate --period 2026-11 --out x.json"} {
		args := append(strings.Fields(line), "--branch", "0000", "--database-url", owner)
		if out, err := binaan(t, args...); exitStatus(err) != exitFailed || !errors.Is(err, data.ErrNotFound) {
			t.Errorf("%s of a branch that there is not: %v\n%s", line, err, out)
		}
	}
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"1107", "--name", "Contoh", "--zone", "WITA"}, 0},
		{[]string{"1107", "--name", "Contoh"}, exitFailed},
		{[]string{"1108", "--name", "Contoh", "--zone", "GMT"}, exitFailed},
		{[]string{"1108", "--name", "Contoh", "--zone", "wib"}, exitFailed},
		{[]string{"1108", "--name", "Contoh", "--zone", "WIT"}, 0},
	} {
		out, err := binaan(t, append([]string{"branch", "add", "--database-url", owner}, c.args...)...)
		if exitStatus(err) != c.want {
			t.Errorf("branch add %v: %v, want status %d\n%s", c.args, err, c.want, out)
		}
	}
}

func TestBenchRefusesWhatIsNoInstance(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "rusak.json")
	if err := os.WriteFile(file, []byte(`{"name":"rusak"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{file, "--objective", "area"}, exitUsage},
		{[]string{file, "--seconds", "0"}, exitUsage},
		{[]string{filepath.Join(dir, "tiada.json")}, exitFailed},
		{[]string{}, exitUsage},
	} {
		out, err := binaan(t, append([]string{"bench", "territory", "--out", dir}, c.args...)...)
		if exitStatus(err) != c.want {
			t.Errorf("bench territory %v: %v, want status %d\n%s", c.args, err, c.want, out)
		}
	}
	for _, family := range routingFamilies() {
		if out, err := binaan(t, "bench", "routing", "--family", family, "--paths", "1", "--seconds", "0.1", "--out", dir, file); exitStatus(err) != exitFailed {
			t.Errorf("bench routing of family %s on what is no instance: %v\n%s", family, err, out)
		}
	}
}

func TestDaysAreReadAsTheyAreWritten(t *testing.T) {
	if d, err := optionalDay("until", ""); d != nil || err != nil {
		t.Errorf("no day: %v, %v", d, err)
	}
	if d, err := optionalDay("until", "2028-02-29"); err != nil || d == nil || d.String() != "2028-02-29" {
		t.Errorf("the 29th of February: %v, %v", d, err)
	}
	for _, wrong := range []string{"2027-02-29", "29-02-2028", "2028-2-9", " 2028-02-29", "besok", "2028-02-29T00:00:00Z"} {
		if d, err := optionalDay("until", wrong); exitStatus(err) != exitUsage || d != nil || !strings.Contains(err.Error(), "--until") {
			t.Errorf("%q: %v, %v", wrong, d, err)
		}
	}
}

// Every code that a division may come back with has words on the command line.
func TestEveryFindingHasWords(t *testing.T) {
	found := 0
	for _, folder := range []string{"territory", "district"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "planner", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, code := range regexp.MustCompile(`(?m)^\t(?:Finding\w+|\w+ +Code) *= *"([A-Z_]+)"`).FindAllStringSubmatch(string(text), -1) {
				found++
				if findingWords[code[1]] == "" {
					t.Errorf("%s of %s has no words", code[1], file)
				}
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d codes were found", found)
	}
}
