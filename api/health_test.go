package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

func TestAHandlerThatPanicsIsAFaultOfOursToldInWords(t *testing.T) {
	router := gin.New()
	router.Use(recovery, rememberLanguage)
	router.GET("/households/:id", func(*gin.Context) { panic("household 77 of 9901010101010001 has no desa") })
	router.GET("/calm", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	for language, want := range map[string]string{"id": "Terjadi gangguan. Coba lagi sebentar lagi.", "en": "Something went wrong. Try again in a moment."} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/households/77", nil)
		request.Header.Set("Accept-Language", language)
		answer := httptest.NewRecorder()
		router.ServeHTTP(answer, request)
		var told huma.ErrorModel
		if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil {
			t.Fatalf("%q is no problem: %v", answer.Body, err)
		}
		if answer.Code != http.StatusInternalServerError || told.Detail != want || strings.Contains(answer.Body.String(), "77") ||
			answer.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", language, answer.Code, answer.Body)
		}
	}
	answer := httptest.NewRecorder()
	router.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/calm", nil))
	if answer.Code != http.StatusOK || answer.Body.String() != "ok" {
		t.Errorf("the next request: %d %s", answer.Code, answer.Body)
	}
}

func TestStrangersInventNoSeriesOfNumbers(t *testing.T) {
	for method, want := range map[string]string{"GET": "GET", "DELETE": "DELETE", "BREW": "other", "get": "other", "": "other"} {
		if got := known(method); got != want {
			t.Errorf("%q counts as %s, want %s", method, got, want)
		}
	}
}
