//! `styles/tokens.css` is written from `data/tokens.json`, and every pair of colours keeps its contrast.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test"
)]

use std::fmt::Write as _;
use std::{env, fs};

use serde_json::Value;

const RENEW: &str = "LOKAAL_RENEW=1 cargo nextest run --package frontend --test tokens";

fn tokens() -> Value {
    serde_json::from_str(&fs::read_to_string("data/tokens.json").unwrap()).unwrap()
}

#[test]
fn the_style_sheet_of_tokens_is_the_one_of_the_data() {
    let wanted = style_sheet(&tokens());
    if env::var_os("LOKAAL_RENEW").is_some() {
        fs::write("styles/tokens.css", &wanted).unwrap();
    }
    let found = fs::read_to_string("styles/tokens.css").unwrap_or_default();
    assert!(
        found == wanted,
        "styles/tokens.css is stale; renew it with\n    {RENEW}"
    );
}

#[test]
fn every_pair_keeps_its_contrast_in_both_themes() {
    let tokens = tokens();
    let pairs = tokens["pairs"].as_array().unwrap();
    assert!(!pairs.is_empty());
    for theme in ["light", "dark"] {
        for pair in pairs {
            let colour = |position: usize| {
                let name = pair[position].as_str().unwrap();
                tokens[theme][name].as_str().unwrap()
            };
            let floor = pair[2].as_f64().unwrap();
            let found = contrast(colour(0), colour(1));
            assert!(
                found >= floor,
                "{theme}: {} on {} has {found:.2}, needs {floor} ({})",
                pair[0],
                pair[1],
                pair[3]
            );
        }
    }
}

fn style_sheet(tokens: &Value) -> String {
    let mut css =
        format!("/* Written from data/tokens.json; renew with: {RENEW} */\n@layer tokens {{\n");
    let scales = ["space", "radius", "target"];
    css.push_str("  :root {\n    color-scheme: light;\n");
    colours(&mut css, &tokens["light"], "    ");
    for (name, value) in tokens["shadow"]["light"].as_object().unwrap() {
        line(&mut css, "    ", name, value.as_str().unwrap());
    }
    for (name, value) in tokens["type"].as_object().unwrap() {
        let Some(value) = value.as_str().filter(|_| name.starts_with("t-")) else {
            continue;
        };
        line(&mut css, "    ", name, value);
    }
    line(
        &mut css,
        "    ",
        "measure",
        tokens["type"]["measure"].as_str().unwrap(),
    );
    for scale in scales {
        for (name, value) in tokens[scale].as_object().unwrap() {
            let name = if scale == "target" {
                format!("target-{name}")
            } else {
                name.clone()
            };
            line(&mut css, "    ", &name, value.as_str().unwrap());
        }
    }
    for (name, value) in tokens["z"].as_object().unwrap() {
        line(&mut css, "    ", &format!("z-{name}"), &value.to_string());
    }
    for name in ["fast", "base", "ease"] {
        line(
            &mut css,
            "    ",
            &format!("motion-{name}"),
            tokens["motion"][name].as_str().unwrap(),
        );
    }
    line(
        &mut css,
        "    ",
        "form-width",
        tokens["layout"]["form-max-width"].as_str().unwrap(),
    );
    line(
        &mut css,
        "    ",
        "desk-width",
        tokens["layout"]["desk-max-width"].as_str().unwrap(),
    );
    for name in ["comfortable", "compact", "dense"] {
        line(
            &mut css,
            "    ",
            &format!("row-{name}"),
            tokens["density"][name].as_str().unwrap(),
        );
    }
    css.push_str("  }\n");
    css.push_str(
        "  @media (prefers-color-scheme: dark) {\n    :root:not([data-theme=\"light\"]) {\n",
    );
    dark(&mut css, tokens, "      ");
    css.push_str("    }\n  }\n  :root[data-theme=\"dark\"] {\n");
    dark(&mut css, tokens, "    ");
    css.push_str("  }\n  @media (prefers-reduced-motion: reduce) {\n    :root {\n");
    for name in ["fast", "base"] {
        line(
            &mut css,
            "      ",
            &format!("motion-{name}"),
            tokens["motion"]["reduced"].as_str().unwrap(),
        );
    }
    css.push_str("    }\n  }\n}\n");
    css
}

/// In the dark a shadow shows nothing: lifted things have a lighter ground and a hairline instead.
fn dark(css: &mut String, tokens: &Value, indent: &str) {
    let _ = writeln!(css, "{indent}color-scheme: dark;");
    colours(css, &tokens["dark"], indent);
    for name in tokens["shadow"]["light"].as_object().unwrap().keys() {
        line(css, indent, name, "0 0 0 1px var(--line)");
    }
}

fn colours(css: &mut String, theme: &Value, indent: &str) {
    for (name, value) in theme.as_object().unwrap() {
        line(css, indent, name, value.as_str().unwrap());
    }
}

fn line(css: &mut String, indent: &str, name: &str, value: &str) {
    let _ = writeln!(css, "{indent}--{name}: {value};");
}

/// WCAG 2.2, contrast ratio.
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let channel = |from: usize| {
        let value = u8::from_str_radix(&colour[from..from + 2], 16).unwrap();
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
