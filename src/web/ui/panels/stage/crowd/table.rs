//! The crowd as a table, a page at a time.

use yew::prelude::*;

use crate::model::world::World;
use crate::playground::explain::words::grouped;
use crate::playground::views::crowd::{Crowd, Spot, words};

const ROWS: usize = 50;

/// Of what is searched for, or of all.
pub fn table(world: &World, crowd: &Crowd, found: &[Spot], page: u32, turn: &Callback<u32>) -> Html {
    let is_searched = !found.is_empty();
    let all: Vec<_> = if is_searched {
        found.iter().filter_map(|&spot| crowd.cell(spot)).collect()
    } else {
        crowd.spots().map(|(_, cell)| cell).filter(|cell| !cell.is_vacant).collect()
    };
    let pages = all.len().div_ceil(ROWS).max(1) as u32;
    let page = page.min(pages - 1);
    let first = page as usize * ROWS;
    let end = (first + ROWS).min(all.len());
    let to = |page: Option<u32>| {
        let turn = turn.clone();
        (page.is_none(), Callback::from(move |_: MouseEvent| page.iter().for_each(|&page| turn.emit(page))))
    };
    let ((is_first, earlier), (is_last, later)) =
        (to(page.checked_sub(1)), to((page + 1 < pages).then_some(page + 1)));
    let row = |cell: &&crate::playground::views::crowd::Cell| {
        let said = words(world, cell.id);
        let id = cell.id.0.to_string();
        let tasks = said.tasks.iter().map(|(name, count, _)| format!("{count} {name}"));
        html! {
            <tr key={cell.id.0} data-instance={id}>
                <th scope="row"><button class="who mono">{&said.ec2_instance_id}</button></th>
                <td>{&said.instance_type}</td><td>{&said.zone}</td><td>{said.status}</td>
                <td class="n">{format!("{}/{}", said.cpu.0, said.cpu.1)}</td>
                <td class="n">{format!("{}/{}", said.memory.0, said.memory.1)}</td>
                <td>{tasks.collect::<Vec<_>>().join(", ")}</td>
            </tr>
        }
    };
    html! {
        <>
            <div class="crowd-table" tabindex="0" role="region" aria-label="Container instances as a table">
                <table>
                    <thead><tr>
                        { for ["Instance", "Type", "Zone", "Status", "CPU", "Memory MiB", "Tasks"].iter().map(|name| html! { <th scope="col">{*name}</th> }) }
                    </tr></thead>
                    <tbody>{ for all[first..end].iter().map(row) }</tbody>
                </table>
            </div>
            <div class="crowd-foot">
                <p>{format!("{}–{} of {}", grouped(first as u32 + 1), grouped(end as u32), grouped(all.len() as u32))}</p>
                <button class="btn sm quiet" disabled={is_first} onclick={earlier}>{"Earlier"}</button>
                <button class="btn sm quiet" disabled={is_last} onclick={later}>{"Later"}</button>
            </div>
        </>
    }
}
