package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// tracked are the text files of the repository, by name.
func tracked(t *testing.T) map[string]string {
	t.Helper()
	out, err := exec.Command("git", "-C", "../..", "ls-files", "-z").Output()
	if err != nil {
		t.Skip("no git repository: ", err)
	}
	files := map[string]string{}
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join("../..", name))
		if err == nil && utf8.Valid(text) {
			files[name] = string(text)
		}
	}
	if len(files) < 500 {
		t.Fatalf("only %d files", len(files))
	}
	return files
}

// secrets are forms that keys and passwords have and nothing else.
var secrets = regexp.MustCompile(`AGE-SECRET-KEY-1[A-Z0-9]{30}|BEGIN [A-Z ]*PRIVATE KEY-----\n|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30}|xox[abp]-[0-9]|eyJ[A-Za-z0-9_-]{20,}\.eyJ|://[a-z_]+:[^@/ \n"'$<{]+@[a-z]`)

// numbers are digits that stand alone; what is long enough to be a person's is looked
// at.
var numbers = regexp.MustCompile(`(?:^|[^0-9.A-Za-z_])([0-9]{13}|[0-9]{16})(?:[^0-9A-Za-z]|$)`)

// persons tells that a number has the form of a NIK or KK (place, day, month) or of a
// card of the insurance, and does not begin as made-up ones do.
func persons(number string) bool {
	if len(number) == 13 {
		return strings.HasPrefix(number, "000") && number[3] != '0' && !strings.HasPrefix(number, "00099") // none is near nought
	}
	day, month := number[6:8], number[8:10]
	if day > "40" {
		day = string(day[0]-4) + day[1:]
	}
	place := number[:2]
	return place >= "11" && place < "99" && "01" <= day && day <= "31" && "01" <= month && month <= "12"
}

func TestNoSecretAndNobodysNumberIsInTheRepository(t *testing.T) {
	for name, text := range tracked(t) {
		if found := secrets.FindString(text); found != "" {
			t.Errorf("%s holds a secret: %.12s…", name, found)
		}
		if strings.HasSuffix(name, "go.sum") || strings.HasSuffix(name, "package-lock.json") {
			continue
		}
		for _, m := range numbers.FindAllStringSubmatch(text, -1) {
			if persons(m[1]) {
				t.Errorf("%s holds %s…, which may be somebody's: numbers that are made up begin with 99 (cards 00099)", name, m[1][:6])
			}
		}
	}
}

func TestWhatMayBeSomebodysNumberIsFound(t *testing.T) {
	for number, want := range map[string]bool{
		"33" + "72012507850003": true, "33" + "72016507850003": true, "9901012507850003": false, "8888809900000001": false, "33" + "72019907850003": false,
		"0001" + "234567890": true, "0009900000001": false, "0000001234567": false, "1234567890123": false,
	} {
		if persons(number) != want {
			t.Errorf("%s: %t, want %t", number, !want, want)
		}
	}
	for text, want := range map[string]bool{
		"postgres://owner:" + "hunter2@db/binaan": true, "postgres://owner@host/binaan": false, "AGE-SECRET-KEY-1" + strings.Repeat("Q", 58): true, "AGE-SECRET-KEY-1...": false,
	} {
		if secrets.MatchString(text) != want {
			t.Errorf("%q: %t, want %t", text, !want, want)
		}
	}
}

// What the program is made of may be used by anybody for anything.
func TestNoLicenceOfWhatIsShippedBindsTheUser(t *testing.T) {
	text, err := os.ReadFile("../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.Join(strings.Fields(string(text)), " ")
	// Headings: the Mozilla licence, which binds its own files alone, names the others in a sentence.
	binding := regexp.MustCompile(`(?mi)^\W*(GNU (GENERAL|AFFERO|LESSER|LIBRARY)|Server Side Public|Business Source|.*Commons Clause|.*NonCommercial|Elastic License)`)
	if words := binding.FindString(string(text)); words != "" {
		t.Errorf("NOTICE holds %q", words)
	}
	if free := strings.Count(plain, "Permission is hereby granted") + strings.Count(plain, "Apache License") + strings.Count(plain, "Redistribution and use"); free < 30 {
		t.Errorf("only %d texts of free licences", free)
	}
}

// The bill of materials of a program, as "make bom" makes it of binaan, names every
// module with its version.
func TestTheBillOfMaterialsNamesEveryModule(t *testing.T) {
	bill := filepath.Join(t.TempDir(), "bill.json")
	out, err := exec.Command("go", "tool", "-modfile=../../tools/supply/go.mod", "cyclonedx-gomod", "bin", "-json", "-output", bill, os.Args[0]).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(bill)
	if err != nil {
		t.Fatal(err)
	}
	var bom struct {
		BOMFormat  string `json:"bomFormat"`
		Components []struct {
			Name, Version, PURL string
		}
	}
	if err := json.Unmarshal(text, &bom); err != nil || bom.BOMFormat != "CycloneDX" {
		t.Fatalf("%v: format %q", err, bom.BOMFormat)
	}
	named := map[string]bool{}
	for _, c := range bom.Components {
		named[c.Name+" "+c.Version] = c.PURL != ""
	}
	modules, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "binaan/cmd/binaan").Output()
	if err != nil {
		t.Fatal(err)
	}
	for module := range strings.Lines(string(modules)) {
		if module = strings.TrimSpace(module); module != "" && !named[module] {
			t.Errorf("the bill lacks module %s", module)
		}
	}
}
