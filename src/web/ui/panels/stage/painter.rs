//! Paints a crowd on its canvas. Only cells that changed are painted again, as long as nothing moved.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement};

use crate::playground::views::colour::Colour;
use crate::playground::views::crowd::{Camera, Cell, Crowd, Layout, Rect, Spot};
use crate::playground::views::stage::InstanceMood;

/// The style sheet's names of what is painted, before the colours of revisions.
const TOKENS: [&str; 10] = ["well", "h1", "h2", "h3", "h4", "h5", "bad", "line-ctl", "ink-2", "surface"];
const WELL: usize = 0;
const BAD: usize = 6;
const LINE: usize = 7;
const INK: usize = 8;
const SURFACE: usize = 9;

/// What, besides the cells, decides the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub camera: Camera,
    /// Theme in force: another one has other colours.
    pub is_dark: bool,
    pub theme: Option<std::rc::Rc<str>>,
}

#[derive(Debug, Default)]
pub struct Painter {
    colours: Vec<String>,
    scene: Option<Scene>,
    counts: Vec<u32>,
    painted: u32,
}

/// Rectangles to fill, by colour, so that each colour is set once.
type Fills = Vec<Vec<(f64, f64, f64, f64)>>;

impl Painter {
    pub fn paint(&mut self, canvas: &HtmlCanvasElement, crowd: &Crowd, scene: Scene) {
        let Some(context) = context_of(canvas) else { return };
        let is_new_theme =
            self.scene.as_ref().is_none_or(|old| old.is_dark != scene.is_dark || old.theme != scene.theme);
        if is_new_theme {
            self.colours = read_colours(canvas);
        }
        let counts = crowd.counts();
        let everything = self.scene.as_ref() != Some(&scene) || self.counts != counts || is_new_theme;
        let layout = scene.camera.layout(&counts);
        let (width, height, top) = (scene.camera.width, scene.camera.height, scene.camera.top);
        if everything {
            let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(1.0, 3.0);
            let (wide, high) = ((f64::from(width) * ratio) as u32, (f64::from(height) * ratio) as u32);
            // Setting the size clears it.
            canvas.set_width(wide);
            canvas.set_height(high);
            let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
            let _ = context.translate(0.0, -f64::from(top));
        }
        let (first, end) = layout.slots_in(top, height);
        let seen = crowd.spots().filter(|(spot, _)| (first..end).contains(&spot.slot));
        let stale: Vec<_> = seen.filter(|(_, cell)| everything || cell.changed > self.painted).collect();
        self.cells(&context, &layout, &stale, everything);
        self.painted = crowd.round();
        self.scene = Some(scene);
        self.counts = counts;
    }

    fn cells(
        &self,
        context: &CanvasRenderingContext2d,
        layout: &Layout,
        cells: &[(Spot, &Cell)],
        is_clear: bool,
    ) {
        let mut fills: [Fills; 2] =
            [vec![Vec::new(); self.colours.len()], vec![Vec::new(); self.colours.len()]];
        for (spot, cell) in cells {
            let rect = layout.rect(*spot);
            if !is_clear {
                let (x, y, width, height) = floats(rect);
                context.clear_rect(x - 1.0, y - 1.0, width + 2.0, height + 2.0);
            }
            let faded = usize::from(!cell.is_found);
            body(&mut fills[faded], layout, rect, cell);
        }
        for (fills, alpha) in fills.iter().zip([1.0, 0.2]) {
            context.set_global_alpha(alpha);
            for (colour, rects) in fills.iter().enumerate().filter(|(_, rects)| !rects.is_empty()) {
                context.set_fill_style_str(&self.colours[colour]);
                rects.iter().for_each(|&(x, y, width, height)| context.fill_rect(x, y, width, height));
            }
        }
        for (spot, cell) in cells.iter().filter(|(_, cell)| !cell.is_vacant) {
            context.set_global_alpha(if cell.is_found { 1.0 } else { 0.2 });
            self.outline(context, layout.rect(*spot), cell);
        }
        context.set_global_alpha(1.0);
    }

    /// What the fill alone does not say: gone, not yet there, or not taking tasks.
    fn outline(&self, context: &CanvasRenderingContext2d, rect: Rect, cell: &Cell) {
        let (x, y, width, height) = floats(rect);
        let colour = match cell.mood {
            InstanceMood::Fine => return,
            InstanceMood::Lost | InstanceMood::AgentLost => BAD,
            InstanceMood::Launching | InstanceMood::Draining => LINE,
            InstanceMood::Stopped => INK,
        };
        context.set_stroke_style_str(&self.colours[colour]);
        context.set_line_width(if width < 8.0 { 1.0 } else { 1.5 });
        context.stroke_rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5);
        context.begin_path();
        match cell.mood {
            // A cross for gone, a stroke for leaving or halted, a dot for coming.
            InstanceMood::Lost => {
                context.move_to(x + 2.0, y + 2.0);
                context.line_to(x + width - 2.0, y + height - 2.0);
                context.move_to(x + width - 2.0, y + 2.0);
                context.line_to(x + 2.0, y + height - 2.0);
            }
            InstanceMood::Draining | InstanceMood::Stopped => {
                context.move_to(x + 2.0, y + height - 2.0);
                context.line_to(x + width - 2.0, y + 2.0);
            }
            _ => {}
        }
        context.stroke();
    }
}

/// How full a cell is: in steps, or with a stripe for each task once there is room.
fn body(fills: &mut Fills, layout: &Layout, rect: Rect, cell: &Cell) {
    if cell.is_vacant {
        return;
    }
    let (x, y, width, height) = floats(rect);
    let is_hollow =
        matches!(cell.mood, InstanceMood::Lost | InstanceMood::AgentLost | InstanceMood::Launching);
    if !layout.shows_tasks() {
        let shade = match cell.reserved {
            _ if is_hollow => SURFACE,
            0 => WELL,
            reserved => 1 + (usize::from(reserved) * 5 / 1001),
        };
        fills[shade].push((x, y, width, height));
        if cell.is_unwell {
            let size = (width / 2.0).max(2.0);
            fills[BAD].push((x + width - size, y, size, size));
        }
        return;
    }
    fills[if is_hollow { SURFACE } else { WELL }].push((x, y, width, height));
    for stripe in &cell.stripes {
        let (start, end) = (f64::from(stripe.start) / 1000.0, f64::from(stripe.end) / 1000.0);
        let (left, right) = ((x + start * width).round(), (x + end * width).round());
        let wide = if right - left > 3.0 { right - left - 1.0 } else { right - left };
        let (fill, soft, edge) = tones(stripe.colour);
        if stripe.is_solid {
            fills[fill].push((left, y, wide, height));
        } else {
            // Soft, with an edge below: seen without telling the colours apart.
            fills[soft].push((left, y, wide, height - 2.0));
            fills[edge].push((left, y + height - 2.0, wide, 2.0));
        }
    }
    if cell.is_unwell {
        fills[BAD].push((x, y, width, 2.0));
    }
}

/// Fill, soft and edge of a revision's colour.
fn tones(colour: Colour) -> (usize, usize, usize) {
    let position = Colour::ALL.iter().position(|&one| one == colour).unwrap_or_default();
    let first = TOKENS.len() + position * 3;
    (first, first + 1, first + 2)
}

fn floats(rect: Rect) -> (f64, f64, f64, f64) {
    (f64::from(rect.x), f64::from(rect.y), f64::from(rect.width), f64::from(rect.height))
}

fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Asks the style sheet: a token may differ between light and dark, and only an element has one of the two.
fn read_colours(canvas: &HtmlCanvasElement) -> Vec<String> {
    let names = TOKENS.iter().map(|name| (*name).to_owned());
    let revisions = Colour::ALL.iter().flat_map(|colour| {
        // `c-blue` is the class, `--blue-f` the fill.
        let name = &colour.class()[2..];
        ["f", "s", "e"].map(|tone| format!("{name}-{tone}"))
    });
    names
        .chain(revisions)
        .map(|name| read_colour(canvas, &name).unwrap_or_else(|| "gray".to_owned()))
        .collect()
}

fn read_colour(canvas: &HtmlCanvasElement, name: &str) -> Option<String> {
    let element: &HtmlElement = canvas;
    element.style().set_property("color", &format!("var(--{name})")).ok()?;
    let style = web_sys::window()?.get_computed_style(element as &Element).ok()??;
    let colour = style.get_property_value("color").ok();
    let _ = element.style().remove_property("color");
    colour
}
